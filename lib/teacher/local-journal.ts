import { mkdir, open, readdir, readFile, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { StageFailure } from '../../contracts/failure.ts';
import { type JournalLine, linesOf } from './journal-line.ts';
import { isGone } from './writer-name.ts';

const ENDING = '.jsonl';

/** A file of this process that lines are appended to; other processes of the host may read it at any time. */
export interface LocalFile {
  readonly path: string;
  /** One write; what it wrote survives a kill of this process (not of the host). */
  readonly append: (text: string) => Promise<void>;
  /** Tells others that its writer is alive. */
  readonly touch: (now: number) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** Makes `<folder>/<family>/<writer>.jsonl`. @throws StageFailure `store-refused` where the folder cannot be written */
export async function createLocalFile(folder: string, family: string, writer: string): Promise<LocalFile> {
  const path = join(folder, family, writer + ENDING);
  const file = await onDisk(path, async () => {
    await mkdir(join(folder, family), { recursive: true });
    return await open(path, 'a');
  });
  let broken = false;
  return {
    path,
    append: async (text) => {
      // A write that failed may have left half a line; a new one starts on its own.
      const whole = broken ? `\n${text}` : text;
      broken = true;
      await onDisk(path, async () => await file.appendFile(whole));
      broken = false;
    },
    touch: async (now) => await onDisk(path, async () => await file.utimes(now / 1000, now / 1000)),
    remove: async () => {
      await file.close();
      await removeFile(path);
    },
  };
}

/** A file in a family's folder that another writer made. */
export interface OtherFile {
  readonly path: string;
  readonly writer: string;
  /** Its writer is gone: what it left can be shipped and removed. */
  readonly left: boolean;
}

/** Files of other writers, live or gone. */
export async function otherFiles(
  folder: string,
  family: string,
  own: ReadonlySet<string>,
  now: number,
): Promise<readonly OtherFile[]> {
  const names = (await entriesOf(join(folder, family))).filter((name) => name.endsWith(ENDING));
  const files = await Promise.all(
    names.map(async (name): Promise<readonly OtherFile[]> => {
      const writer = name.slice(0, -ENDING.length);
      const path = join(folder, family, name);
      if (own.has(writer)) return [];
      const touched = await ifThere(path, async () => (await stat(path)).mtimeMs);
      return touched === null ? [] : [{ path, writer, left: isGone(writer, touched, now) }];
    }),
  );
  return files.flat();
}

export const familiesIn = async (folder: string): Promise<readonly string[]> => await entriesOf(folder);

/** Whole lines of a file from a byte on, and the byte behind them; null where the file is gone (its writer has shipped it). */
export async function readFrom(
  path: string,
  from: number,
): Promise<{ readonly lines: JournalLine[]; readonly to: number } | null> {
  return await ifThere(path, async () => {
    const file = await open(path, 'r');
    try {
      return await readLines(file, from);
    } finally {
      await file.close();
    }
  });
}

/** The whole lines of a file, without the one that its writer had no time to end; null where the file is gone. */
export const wholeLines = async (path: string): Promise<Buffer | null> =>
  await ifThere(path, async () => {
    const bytes = await readFile(path);
    return bytes.subarray(0, bytes.lastIndexOf(10) + 1);
  });

async function readLines(
  file: FileHandle,
  from: number,
): Promise<{ readonly lines: JournalLine[]; readonly to: number }> {
  const lines: JournalLine[] = [];
  let to = from;
  let rest = Buffer.alloc(0);
  for await (const chunk of file.createReadStream({ start: from, autoClose: false })) {
    rest = Buffer.concat([rest, Buffer.from(chunk)]);
    const end = rest.lastIndexOf(10) + 1;
    lines.push(...linesOf(rest.toString('utf8', 0, end)));
    rest = rest.subarray(end);
    to += end;
  }
  return { lines, to };
}

export async function removeFile(path: string): Promise<void> {
  await ifThere(path, async () => await unlink(path));
}

const entriesOf = async (path: string): Promise<readonly string[]> =>
  (await ifThere(path, async () => await readdir(path))) ?? [];

/** Null where the file is not there (any more). */
async function ifThere<Result>(path: string, work: () => Promise<Result>): Promise<Result | null> {
  return await onDisk(path, async () => {
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    }
  });
}

async function onDisk<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new StageFailure(
      'store-refused',
      `the journal of teacher calls cannot be kept in ${path}: ${String(error)}. Make room there, or set its rights.`,
      { cause: error },
    );
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
