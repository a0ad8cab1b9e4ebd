import type { BatchActivities } from '../contracts/batch.ts';
import { createOpenBatch } from './open-batch.ts';
import type { CpuPorts } from './ports.ts';
import { createReadBatchTasks } from './read-batch-tasks.ts';
import { createRecordBatch } from './record-batch.ts';

/** What a batch asks of the cpu queue. */
export const createBatchActivities = (ports: Pick<CpuPorts, 'store'>): BatchActivities => ({
  openBatch: createOpenBatch(ports),
  readBatchTasks: createReadBatchTasks(ports),
  recordBatch: createRecordBatch(ports),
});
