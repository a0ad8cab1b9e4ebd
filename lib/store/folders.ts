import { readdir } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import type { FolderFile } from '../../contracts/artifact.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { fetchFile, putFile } from './blobs.ts';
import { inParallel } from './in-parallel.ts';
import type { ObjectStore } from './object-store.ts';

/** Files on their way at once: enough to hide the latency of small ones; a large one is sent in parallel parts anyway. */
const FILES_AT_ONCE = 8;

/**
 * Stores every file below a folder, in UTF-16 order of their paths (relative, with `/`). Empty folders leave no trace.
 * @throws Error for what is neither file nor folder (links, sockets): its content would not be the folder's own
 */
export async function putFolder(store: ObjectStore, folder: string): Promise<FolderFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      if (!entry.isFile()) throw new Error(`${file} is neither a file nor a folder, so it cannot be stored`);
      return relative(folder, file).split(sep).join('/');
    })
    .toSorted();
  return await inParallel(paths, FILES_AT_ONCE, async (path) => ({
    ...(await putFile(store, join(folder, path))),
    path,
  }));
}

/**
 * Brings files into a folder, which is made where it is missing; what else lies there stays.
 * @throws StageFailure `store-corrupt` before anything is written where a path leaves the folder or two files share one
 */
export async function fetchFolder(store: ObjectStore, files: readonly FolderFile[], folder: string): Promise<void> {
  const paths = new Set<string>();
  for (const { path } of files) {
    if (!staysInside(path) || paths.has(path)) {
      throw new StageFailure(
        'store-corrupt',
        `${JSON.stringify(path)} is no path of a file of its own below ${folder}`,
      );
    }
    paths.add(path);
  }
  await inParallel(files, FILES_AT_ONCE, async (file) => {
    await fetchFile(store, file, join(folder, file.path));
  });
}

/** Plain relative paths only: `/` between non-empty names, none of them `.` or `..`; no `\`, which Windows takes for `/`. */
const staysInside = (path: string): boolean =>
  !isAbsolute(path) && !/[\\\0]/.test(path) && path.split('/').every((name) => !['', '.', '..'].includes(name));
