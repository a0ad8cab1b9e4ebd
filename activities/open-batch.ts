import { type BatchActivities, type BatchSource, type BatchTask, BatchTaskList } from '../contracts/batch.ts';
import { StageFailure } from '../contracts/failure.ts';
import { fixTaskList } from '../lib/batch/batch-table.ts';
import { badTask, soundTask } from '../lib/batch/batch-task.ts';
import { readJson } from '../lib/store/blobs.ts';
import { inParallel } from '../lib/store/in-parallel.ts';
import { readStoredTask } from '../lib/task/stored-task.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

/** A few small reads for each task. */
const AT_ONCE = 8;

/**
 * Fixes the tasks of a batch at `batches/<batch id>/tasks.json`. Stored tasks are read as they are now; one that cannot be
 * used becomes a failed row, and the others are built.
 */
export const createOpenBatch =
  ({ store }: Pick<CpuPorts, 'store'>): BatchActivities['openBatch'] =>
  ({ batchId, source }) =>
    beating(async () => {
      const list = await fixTaskList(store, batchId, await listOf(store, source));
      return { total: list.tasks.length };
    });

async function listOf(store: CpuPorts['store'], source: BatchSource): Promise<BatchTaskList> {
  if ('list' in source) return readJson(store, source.list, BatchTaskList);
  return { version: 1, tasks: await inParallel(source.stored, AT_ONCE, (name) => storedTask(store, name)) };
}

/** What only this task is to blame for is its row; a store that does not answer is the batch's own trouble, and passes. */
async function storedTask(store: CpuPorts['store'], name: string): Promise<BatchTask> {
  try {
    const { config, operations } = await readStoredTask(store, name);
    return await soundTask(store, config, operations);
  } catch (error) {
    const isOwn = error instanceof StageFailure && (error.kind === 'task-invalid' || error.kind === 'store-corrupt');
    if (isOwn) return badTask(name, error);
    throw error;
  }
}
