import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import type { WrittenRow } from '../../contracts/example.ts';
import { TaskFile } from '../../contracts/task-file.ts';
import { checkRows } from './check-rows.ts';
import type { OutputForm } from '../task-output/output-form.ts';
import { canonicalRows } from './canonical-rows.ts';
import { checkTask, constraintsOf, labelsOf } from './check-task.ts';
import { parseGoldRows, placeInlineRows, type PlacedRow, type RowsRead } from './gold-rows.ts';
import { kindOf } from './kind-of.ts';
import { localSources } from './local-sources.ts';
import { taskInvalid, type Problem } from './problem.ts';
import { schemaProblems } from './schema-problems.ts';
import { withFlags, type GivenFlags } from './task-flags.ts';
import { parseTaskText, taskFromPrompt, type TaskSource } from './task-source.ts';

/** A task that was read whole and found sound. */
export interface CheckedTask {
  readonly file: TaskFile;
  readonly examples: readonly PlacedRow[];
  /** Null where no test was given; never empty. */
  readonly test: readonly PlacedRow[] | null;
  /** Folder or hub name; a folder is absolute. */
  readonly baseModel: string | null;
  /** What local sources are relative to; absolute. */
  readonly folder: string;
}

/** Where a task comes from: a file, or words. */
export type TaskGiven = { readonly file: string } | { readonly prompt: string };

/**
 * Reads a task and all files that it names, flags over file, and checks it; costs no call.
 * @throws StageFailure `task-invalid` with every problem found: those of its shape first, for rows are read by its keys
 */
export async function readTask(given: TaskGiven, flags: GivenFlags, cwd: string): Promise<CheckedTask> {
  const source = withFlags(await sourceOf(given, cwd), flags, cwd);
  const shape = schemaProblems(TaskFile, source.content);
  if (shape.length > 0) throw taskInvalid(source.name, placed(shape, source));
  const file = TaskFile.parse(source.content);
  const keys = placed(checkTask(file), source);
  const written = await Promise.all([readRows(file, 'examples', source, cwd), readRows(file, 'test', source, cwd)]);
  // Which outputs are right, the keys say: where they are wrong, rows can only be read.
  const form = keys.length === 0 ? formOf(file, written) : null;
  const [examples, test] = [canonical(written[0], form), canonical(written[1], form)];
  const baseModel = baseModelOf(file, source);
  const problems = [
    ...keys,
    ...examples.problems,
    ...test.problems,
    ...checkRows(examples.rows, test.rows),
    ...emptyTest(file, written[1], source),
    ...(await missingBaseModel(baseModel, source)),
    ...(await missingSources(file, source)),
  ];
  if (problems.length > 0) throw taskInvalid(source.name, problems);
  return {
    file,
    examples: examples.rows,
    test: file.test === undefined ? null : test.rows,
    baseModel,
    folder: source.folder,
  };
}

async function sourceOf(given: TaskGiven, cwd: string): Promise<TaskSource> {
  if ('prompt' in given) return taskFromPrompt(given.prompt, cwd);
  const path = resolve(cwd, given.file);
  const text = await textOf(path);
  if ('problem' in text)
    throw taskInvalid(given.file, [{ where: '', message: `cannot read the task file ${given.file}: ${text.problem}` }]);
  const parsed = parseTaskText(text.text, given.file, dirname(path));
  if ('problems' in parsed) throw taskInvalid(given.file, parsed.problems);
  return parsed.source;
}

const placed = (
  problems: readonly { path: readonly PropertyKey[]; message: string }[],
  source: TaskSource,
): Problem[] => problems.map(({ path, message }) => ({ where: source.placeOf(path), message }));

function formOf(file: TaskFile, written: readonly RowsRead<WrittenRow>[]): OutputForm {
  const first = written.flatMap(({ rows }) => rows)[0]?.row.input;
  return {
    kind: kindOf(file),
    labels: labelsOf(file)?.map(({ name }) => name) ?? null,
    fields: first === undefined || typeof first === 'string' ? null : Object.keys(first),
    constraints: constraintsOf(file),
  };
}

function canonical(written: RowsRead<WrittenRow>, form: OutputForm | null): RowsRead {
  if (form === null) return { rows: [], problems: written.problems };
  const read = canonicalRows(written.rows, form);
  return { rows: read.rows, problems: [...written.problems, ...read.problems] };
}

async function readRows(
  file: TaskFile,
  key: 'examples' | 'test',
  source: TaskSource,
  cwd: string,
): Promise<RowsRead<WrittenRow>> {
  const rows = file[key];
  if (rows === undefined) return { rows: [], problems: [] };
  if (typeof rows !== 'string') return placeInlineRows(rows, (at) => source.placeOf([key, at]));
  const path = resolve(source.folder, rows);
  const text = await textOf(path);
  const name = shortPath(path, cwd);
  if ('problem' in text)
    return { rows: [], problems: [{ where: source.placeOf([key]), message: `cannot read ${name}: ${text.problem}` }] };
  return parseGoldRows(text.text, name);
}

function emptyTest(file: TaskFile, test: RowsRead<WrittenRow>, source: TaskSource): Problem[] {
  if (file.test === undefined || test.rows.length > 0 || test.problems.length > 0) return [];
  return [{ where: source.placeOf(['test']), message: 'holds no row: leave it out, or put rows into it' }];
}

/** As people write a folder: anything that begins like a path. All else is a name of the hub. */
function baseModelOf({ student }: TaskFile, { folder }: TaskSource): string | null {
  const named = student?.baseModel;
  if (named === undefined) return null;
  return /^(?:\.{0,2}\/|\.{1,2}$)/.test(named) ? resolve(folder, named) : named;
}

async function missingBaseModel(baseModel: string | null, source: TaskSource): Promise<Problem[]> {
  if (baseModel === null || !isAbsolute(baseModel)) return [];
  const found = await stat(baseModel).catch(reasonOf);
  if (typeof found !== 'string' && found.isDirectory()) return [];
  const reason = typeof found === 'string' ? found : 'not a folder';
  return [{ where: source.placeOf(['student', 'baseModel']), message: `cannot use ${baseModel}: ${reason}` }];
}

async function missingSources(file: TaskFile, source: TaskSource): Promise<Problem[]> {
  const found = await Promise.all(
    localSources(file).map(async (name) => ({
      name,
      reason: await stat(resolve(source.folder, name)).catch(reasonOf),
    })),
  );
  return found.flatMap(({ name, reason }) =>
    typeof reason === 'string'
      ? [{ where: source.placeOf(['sources']), message: `cannot look in ${name}: ${reason}` }]
      : [],
  );
}

const textOf = async (path: string): Promise<{ readonly text: string } | { readonly problem: string }> =>
  readFile(path, 'utf8').then(
    (text) => ({ text }),
    (error: unknown) => ({ problem: reasonOf(error) }),
  );

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/** Why a file could not be read; a cause that a person cannot act on is a bug and goes on. */
function reasonOf(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  const reason = typeof code === 'string' ? REASONS[code] : undefined;
  if (reason === undefined) throw error;
  return reason;
}

function shortPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}
