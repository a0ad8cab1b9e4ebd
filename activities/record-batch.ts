import type { BatchActivities } from '../contracts/batch.ts';
import { recordSegment } from '../lib/batch/batch-table.ts';
import { beating } from './beating.ts';
import type { CpuPorts } from './ports.ts';

/** Adds the rows of one run to `batches/<batch id>/table.json`; gives what the batch has paid so far. */
export const createRecordBatch =
  ({ store }: Pick<CpuPorts, 'store'>): BatchActivities['recordBatch'] =>
  (input) =>
    beating(async () => {
      const { cost } = await recordSegment(store, input);
      return { cost };
    });
