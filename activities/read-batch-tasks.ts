import type { BatchActivities } from '../contracts/batch.ts';
import { StageFailure } from '../contracts/failure.ts';
import { readTaskList } from '../lib/batch/batch-table.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

/** Some tasks of a batch that was opened: about 1 KB each in the history. */
export const createReadBatchTasks =
  ({ store }: Pick<CpuPorts, 'store'>): BatchActivities['readBatchTasks'] =>
  ({ batchId, from, to }) =>
    beating(async () => {
      const list = await readTaskList(store, batchId);
      if (list === null)
        throw new StageFailure(
          'store-corrupt',
          `the tasks of the batch ${batchId} are not in the store; submit it again`,
        );
      return list.tasks.slice(from, to);
    });
