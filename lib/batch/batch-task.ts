import type { BatchTask } from '../../contracts/batch.ts';
import type { StageFailure } from '../../contracts/failure.ts';
import type { BuildOperations, TaskConfig } from '../../contracts/task-config.ts';
import { taskSummary } from '../task/task-summary.ts';
import { putJson } from '../store/blobs.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { taskHash } from '../task/task-config.ts';

/** As much of a message as one row of a table can bear. */
const MESSAGE_CHARS = 300;

/** A task as a batch starts it; its configuration is stored. */
export async function soundTask(
  store: ObjectStore,
  config: TaskConfig,
  operations: BuildOperations,
): Promise<BatchTask> {
  return {
    state: 'sound',
    name: config.name,
    taskHash: taskHash(config),
    config: await putJson(store, config),
    operations,
    summary: taskSummary(config.prompt),
  };
}

/** A row for a task that cannot be built. */
export const badTask = (name: string, { kind, message }: StageFailure): BatchTask => ({
  state: 'bad',
  name,
  failure: { kind, message: message.slice(0, MESSAGE_CHARS) },
});
