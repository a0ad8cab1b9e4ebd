import type { BatchCounts, BatchRow, BatchStatus, BatchTable } from '../../contracts/batch.ts';
import { QUERIES } from '../../contracts/names.ts';
import type { Cost } from '../../contracts/report.ts';
import { readTable } from '../../lib/batch/batch-table.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { answered, QUERY_MS } from '../answered.ts';
import type { Temporal } from '../connection.ts';
import type { FoundBatch } from './find-batch.ts';

/** A batch as it stands. */
export interface BatchView {
  readonly batchId: string;
  readonly workflowId: string;
  /** `running` where Temporal says so, else as it ended. */
  readonly state: 'running' | 'done' | 'failed' | 'cancelled';
  /** This run has handed over to another: look again, at that one. */
  readonly continued: boolean;
  /** Null where neither a worker nor the store knows. */
  readonly total: number | null;
  readonly counts: BatchCounts | null;
  readonly cost: Cost | null;
  readonly seconds: number | null;
  /** Those that have begun, in the order of the tasks. */
  readonly rows: readonly BatchRow[];
}

const STATES: Readonly<Record<string, BatchView['state']>> = {
  RUNNING: 'running',
  CONTINUED_AS_NEW: 'running',
  COMPLETED: 'done',
  CANCELLED: 'cancelled',
  TERMINATED: 'cancelled',
};

/** What Temporal, the batch's workflow and its table in the store say now. */
export async function readBatch(
  temporal: Temporal,
  store: ObjectStore,
  { batchId, workflowId, runId }: FoundBatch,
): Promise<BatchView> {
  const handle = temporal.client.workflow.getHandle(workflowId, runId);
  const { status } = await temporal.call('describing the batch', () => handle.describe());
  const continued = status.name === 'CONTINUED_AS_NEW';
  const [told, table] = await Promise.all([
    continued
      ? null
      : answered(temporal.call('asking the batch', () => handle.query<BatchStatus>(QUERIES.batchStatus), QUERY_MS)),
    readTable(store, batchId),
  ]);
  return {
    batchId,
    workflowId,
    state: STATES[status.name] ?? 'failed',
    continued,
    total: told?.total ?? table?.total ?? null,
    counts: told?.counts ?? table?.counts ?? null,
    cost: told?.state === 'running' ? told.cost : (table?.cost ?? told?.cost ?? null),
    seconds: table?.seconds ?? null,
    rows: merged(told?.rows ?? [], table?.rows ?? []),
  };
}

/** A batch that Temporal has forgotten, as its table keeps it. */
export const viewOfTable = (table: BatchTable): BatchView => ({ ...table, continued: false });

/** The table's rows know what failed builds paid; those of the run under way are not in it yet. */
function merged(told: readonly BatchRow[], recorded: readonly BatchRow[]): BatchRow[] {
  const rows = new Map([...told, ...recorded].map((row) => [row.index, row]));
  return [...rows.values()].toSorted((a, b) => a.index - b.index);
}
