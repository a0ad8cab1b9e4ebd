import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { SkippedSource, SourceSnapshot } from '../../contracts/candidate.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { putFile } from '../store/blobs.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { DATA_FILE } from './read-table.ts';

/** Above it a file is left out: it would be sent to the store, and read whole by a worker. */
const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** Above it a folder is hardly one of data sets; somebody named a home folder. */
const MAX_FILES = 2_000;
/** Cards are read for the licence and the description. */
const CARD = /(?:^|\/)README\.md$/i;
/** What tools leave in folders of data. */
const HIDDEN = /(?:^|\/)(?:\.[^/]+|node_modules|__pycache__)(?:\/|$)/;
const FILES_AT_ONCE = 8;

/**
 * Puts the task's local sources into the store by content, since workers may run elsewhere. `names` are files or folders,
 * relative to `folder`. Files above 256 MiB are left out with a reason, other than data files and cards without a word.
 * @throws StageFailure `task-invalid` for what is not there, and for a folder of more than 2,000 data files
 */
export async function snapshotSources(
  store: ObjectStore,
  names: readonly string[],
  folder: string,
): Promise<SourceSnapshot> {
  const skipped: SkippedSource[] = [];
  const sources: SourceSnapshot['sources'] = [];
  for (const name of names) {
    const path = resolve(folder, name);
    const kind = await kindOf(path, name);
    const found = kind === 'file' ? [basename(path)] : await filesIn(path, name);
    const base = kind === 'file' ? resolve(path, '..') : path;
    const files = await inParallel(found, FILES_AT_ONCE, async (file) => {
      const { size } = await stat(join(base, file));
      if (size > MAX_FILE_BYTES) {
        const reason = `it has ${Math.round(size / 1024 / 1024)} MiB, and files are taken up to 256`;
        return { skipped: { what: kind === 'file' ? name : `${name}/${file}`, reason } };
      }
      const { sha256, bytes } = await putFile(store, join(base, file));
      return { file: { path: file, sha256, bytes } };
    });
    sources.push({ name, kind, files: files.flatMap((file) => (file.file === undefined ? [] : [file.file])) });
    skipped.push(...files.flatMap((file) => (file.skipped === undefined ? [] : [file.skipped])));
  }
  return { version: 1, sources, skipped };
}

async function kindOf(path: string, name: string): Promise<'file' | 'folder'> {
  const found = await stat(path).catch((error: unknown) => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'ENOTDIR') return null;
    throw error;
  });
  if (found?.isDirectory() === true) return 'folder';
  if (found?.isFile() !== true)
    throw new StageFailure('task-invalid', `sources: "${name}" is no file or folder that can be read (${path})`);
  if (!DATA_FILE.test(path))
    throw new StageFailure('task-invalid', `sources: "${name}" is none of .jsonl, .json, .csv and .parquet`);
  return 'file';
}

async function filesIn(path: string, name: string): Promise<readonly string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !HIDDEN.test(file) && (DATA_FILE.test(file) || CARD.test(file)))
    .toSorted();
  if (files.length > MAX_FILES)
    throw new StageFailure(
      'task-invalid',
      `sources: the folder "${name}" holds ${files.length} data files, and ${MAX_FILES} are searched at the most: name folders inside it`,
    );
  return files;
}
