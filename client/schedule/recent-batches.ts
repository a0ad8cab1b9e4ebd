import { WorkflowNotFoundError, type ScheduleDescription } from '@temporalio/client';
import { batchIdOf } from '../../contracts/names.ts';
import type { BatchCounts } from '../../contracts/batch.ts';
import type { Cost } from '../../contracts/report.ts';
import { readTable } from '../../lib/batch/batch-table.ts';
import { inParallel } from '../../lib/store/in-parallel.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import type { Temporal } from '../connection.ts';

/** A batch that a schedule has started. */
export interface RecentBatch {
  readonly batchId: string;
  /** ISO 8601: when it was due. */
  readonly scheduled: string;
  readonly state: string;
  readonly counts: BatchCounts | null;
  readonly cost: Cost | null;
}

/** Two small requests each. */
const AT_ONCE = 4;

/** The last ten batches of a schedule, the latest first, and what became of each. */
export const recentBatches = (
  temporal: Temporal,
  store: ObjectStore,
  { info }: ScheduleDescription,
): Promise<readonly RecentBatch[]> =>
  inParallel(info.recentActions.toReversed(), AT_ONCE, async ({ scheduledAt, action: { workflow } }) => {
    const batchId = batchIdOf(workflow.workflowId, workflow.firstExecutionRunId);
    const table = await readTable(store, batchId);
    return {
      batchId,
      scheduled: scheduledAt.toISOString(),
      state: await stateOf(temporal, workflow.workflowId, table?.state ?? 'forgotten'),
      counts: table?.counts ?? null,
      cost: table?.cost ?? null,
    };
  });

/** As Temporal knows it, for a batch that died told its table nothing; as the table does where Temporal has forgotten. */
async function stateOf(temporal: Temporal, workflowId: string, otherwise: string): Promise<string> {
  try {
    const { status } = await temporal.call('asking for a batch', () =>
      temporal.client.workflow.getHandle(workflowId).describe(),
    );
    return STATES[status.name] ?? 'failed';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return otherwise;
    throw error;
  }
}

const STATES: Readonly<Record<string, string>> = {
  RUNNING: 'running',
  CONTINUED_AS_NEW: 'running',
  COMPLETED: 'done',
  CANCELLED: 'cancelled',
  TERMINATED: 'cancelled',
};
