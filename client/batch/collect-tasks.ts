import { StageFailure } from '../../contracts/failure.ts';
import { hashOf } from '../../lib/store/canonical-json.ts';
import { TASK_FLAGS } from '../../lib/task/task-flags.ts';
import { taskConfig } from '../../lib/task/task-config.ts';
import { nameFromPrompt } from '../../lib/task/task-name.ts';
import { prepareTask, type PreparedTask } from '../prepare-task.ts';
import type { VerbCall, VerbOption } from '../verb.ts';
import { taskFiles } from './task-files.ts';

/** A task file that may be built. */
export interface SoundFile {
  readonly file: string;
  readonly name: string;
  readonly prepared: PreparedTask;
}

/** A task file that may not, and why. */
export interface BadFile {
  readonly file: string;
  readonly name: string;
  readonly failure: StageFailure;
}

export type CollectedTask = SoundFile | BadFile;

export const isBad = (task: CollectedTask): task is BadFile => 'failure' in task;
export const isSound = (task: CollectedTask): task is SoundFile => !isBad(task);

/** What belongs to one task alone: no flag can say it for many. */
const OWN = new Set(['name', 'examples', 'test', 'kind', 'labels', 'metric']);
const SHARED_FLAGS = Object.keys(TASK_FLAGS).filter((flag) => !OWN.has(flag));

/** Options that hold for every task of a batch, over its file. */
export const sharedTaskOptions = (): Record<string, VerbOption> =>
  Object.fromEntries(
    Object.entries(TASK_FLAGS)
      .filter(([name]) => SHARED_FLAGS.includes(name))
      .map(([name, { value, help }]) => [name, { type: 'string' as const, value, help: `${help}; each build` }]),
  );

/**
 * Reads and checks every task file that is named, as `p2m build` would; asks nobody. `unique` says what two tasks may not
 * share: the later one is bad.
 */
export async function collectTasks(
  call: VerbCall,
  endpoint: string | null,
  unique: 'content' | 'name',
): Promise<readonly CollectedTask[]> {
  const files = await taskFiles(call.words, call.cwd);
  const shared = Object.entries(call.options).filter(([name]) => name === 'fresh' || SHARED_FLAGS.includes(name));
  // Nobody watches the builds of a batch: one that waited for a person would hold its place in the window for ever.
  const options = { ...Object.fromEntries(shared), 'fail-when-stuck': true };
  const seen = new Map<string, string>();
  const tasks: CollectedTask[] = [];
  for (const file of files) {
    const task = await collect({ ...call, options, words: [file] }, file, endpoint);
    tasks.push(isBad(task) ? task : refuseTwin(task, seen, unique));
  }
  return tasks;
}

/**
 * All problems of all files in one failure, so that they can be mended together.
 * @throws StageFailure `task-invalid` where a file is bad
 */
export function refuseBad(tasks: readonly CollectedTask[], wayOut: string): readonly SoundFile[] {
  const bad = tasks.filter(isBad);
  if (bad.length === 0) return tasks.filter(isSound);
  const lines = bad.map(({ file, failure }) => `${file}: ${failure.message}`);
  throw new StageFailure(
    'task-invalid',
    `${bad.length} of ${tasks.length} task files cannot be built, and nothing was submitted${wayOut}:\n${lines.join('\n')}`,
  );
}

async function collect(call: VerbCall, file: string, endpoint: string | null): Promise<CollectedTask> {
  try {
    const prepared = await prepareTask(call, endpoint);
    const { name, prompt } = prepared.task.file;
    return { file, name: name ?? nameFromPrompt(prompt), prepared };
  } catch (error) {
    if (error instanceof StageFailure && error.kind === 'task-invalid')
      return { file, name: nameOfFile(file), failure: error };
    throw error;
  }
}

function refuseTwin(task: SoundFile, seen: Map<string, string>, unique: 'content' | 'name'): CollectedTask {
  const key = unique === 'name' ? task.name : contentOf(task.prepared);
  const twin = seen.get(key);
  seen.set(key, twin ?? task.file);
  if (twin === undefined) return task;
  const why = unique === 'name' ? `has the same name as ${twin}, ${task.name}` : `is the same task as ${twin}`;
  return { file: task.file, name: task.name, failure: new StageFailure('task-invalid', `this file ${why}`) };
}

/** Equal for tasks of the same task hash, which is known only when their rows are stored. */
const contentOf = ({ task, operations }: PreparedTask): string =>
  hashOf({
    config: taskConfig(task, { examples: null, test: null }, operations.baseUrl),
    examples: task.examples.map(({ row }) => row),
    test: task.test?.map(({ row }) => row) ?? null,
  });

/** A bad file may not say its name: `examples/triage/task.yaml` is called `triage`. */
function nameOfFile(file: string): string {
  const parts = file
    .replace(/\.\w+$/, '')
    .split('/')
    .filter((part) => /\w/.test(part));
  const last = parts.at(-1) ?? 'task';
  return (last === 'task' ? (parts.at(-2) ?? last) : last).toLowerCase().replace(/[^a-z0-9-]+/g, '-');
}
