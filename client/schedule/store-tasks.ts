import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { putBytes } from '../../lib/store/blobs.ts';
import { inParallel } from '../../lib/store/in-parallel.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { storeTask, type StoredVersion } from '../../lib/task/stored-task.ts';
import type { ConfirmedTask } from '../batch/confirm-batch.ts';
import { uploadTask } from '../prepare-task.ts';

/** Each is a few small requests to the store. */
const AT_ONCE = 4;

export interface KeptTask extends StoredVersion {
  readonly name: string;
}

/** Keeps tasks with all that their files name, each under its name; in the order given. */
export const storeTasks = (
  store: ObjectStore,
  tasks: readonly ConfirmedTask[],
  cwd: string,
): Promise<readonly KeptTask[]> =>
  inParallel(tasks, AT_ONCE, async ({ file, prepared, operations }) => {
    const config = await uploadTask(prepared, store);
    const source = await putBytes(store, await readFile(resolve(cwd, file)));
    const { name } = config;
    return { name, ...(await storeTask(store, { version: 1, name, config, operations, source })) };
  });
