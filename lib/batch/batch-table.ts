import { text } from 'node:stream/consumers';
import { z } from 'zod';
import {
  type BatchCounts,
  type BatchRow,
  BatchSegment,
  BatchTable,
  BatchTaskList,
  type RecordBatchInput,
} from '../../contracts/batch.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { Cost } from '../../contracts/report.ts';
import { inParallel } from '../store/in-parallel.ts';
import { putManifest } from '../store/manifests.ts';
import type { ObjectStore } from '../store/object-store.ts';

const folderOf = (batchId: string): string => `batches/${batchId}`;
const tasksKey = (batchId: string): string => `${folderOf(batchId)}/tasks.json`;
const tableKey = (batchId: string): string => `${folderOf(batchId)}/table.json`;
/** Five digits, so that the order of keys is the order of segments. */
const segmentKey = (batchId: string, number: number): string =>
  `${folderOf(batchId)}/segments/${String(number).padStart(5, '0')}.json`;

const AT_ONCE = 8;

/** The tasks of a batch that was opened; null where it was not. */
export const readTaskList = (store: ObjectStore, batchId: string): Promise<BatchTaskList | null> =>
  readObject(store, tasksKey(batchId), BatchTaskList);

/** Fixes the tasks of a batch, and gives those that are fixed: where two do it, the first. */
export async function fixTaskList(store: ObjectStore, batchId: string, list: BatchTaskList): Promise<BatchTaskList> {
  if ((await putManifest(store, tasksKey(batchId), list, 'if-absent')) === 'stored') return list;
  return (await readTaskList(store, batchId)) ?? list;
}

/** The table of a batch, as far as it was recorded; null where nothing was. */
export const readTable = (store: ObjectStore, batchId: string): Promise<BatchTable | null> =>
  readObject(store, tableKey(batchId), BatchTable);

/** Ids of all batches with a table whose id begins so, in the order of their ids. */
export async function recordedBatches(store: ObjectStore, prefix: string): Promise<readonly string[]> {
  const objects = await store.list(folderOf(prefix));
  return objects.flatMap(({ key }) => /^batches\/([^/]+)\/table\.json$/.exec(key)?.[1] ?? []);
}

/**
 * Adds a segment and writes the table anew. A segment that is there stays as it is, and the table is made of the segments
 * that are stored: an attempt that comes late can neither lose nor change a row.
 */
export async function recordSegment(store: ObjectStore, input: RecordBatchInput): Promise<BatchTable> {
  const { batchId, workflowId, state, total, minSuccess, seconds } = input;
  const rows = await inParallel(input.segment.rows, AT_ONCE, (row) => withCost(store, row));
  await putManifest(store, segmentKey(batchId, input.segment.number), { ...input.segment, rows }, 'if-absent');
  const segments = await readSegments(store, batchId);
  const all = segments.flatMap((segment) => segment.rows);
  const table: BatchTable = {
    version: 1,
    batchId,
    workflowId,
    state,
    total,
    minSuccess,
    counts: countsOf(all, total),
    seconds,
    cost: costOf(all),
    segments: segments.map((segment) => ({
      number: segment.number,
      rows: segment.rows.length,
      events: segment.events,
    })),
    rows: all,
  };
  await putManifest(store, tableKey(batchId), table, 'always');
  return table;
}

/** A build that failed tells its workflow no cost; its record in the store does. */
async function withCost(store: ObjectStore, row: BatchRow): Promise<BatchRow> {
  if (row.cost !== null || row.buildId === null) return row;
  const record = await readObject(store, `builds/${row.buildId}/build.json`, z.object({ cost: Cost }));
  return { ...row, cost: record?.cost ?? null };
}

async function readSegments(store: ObjectStore, batchId: string): Promise<BatchSegment[]> {
  const objects = await store.list(`${folderOf(batchId)}/segments/`);
  const segments = await inParallel(objects, AT_ONCE, ({ key }) => readObject(store, key, BatchSegment));
  return segments.filter((segment) => segment !== null);
}

function countsOf(rows: readonly BatchRow[], total: number): BatchCounts {
  const count = (state: BatchRow['state']) => rows.filter((row) => row.state === state).length;
  return {
    waiting: total - rows.length,
    running: count('running'),
    done: count('done'),
    failed: count('failed'),
    cancelled: count('cancelled'),
  };
}

const costOf = (rows: readonly BatchRow[]): Cost =>
  rows
    .flatMap(({ cost, joined }) => (cost === null || joined ? [] : [cost]))
    .reduce(
      (sum, cost) => ({
        usd: sum.usd + cost.usd,
        tokens: sum.tokens + cost.tokens,
        inputTokens: sum.inputTokens + cost.inputTokens,
        outputTokens: sum.outputTokens + cost.outputTokens,
        calls: sum.calls + cost.calls,
      }),
      { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 },
    );

async function readObject<Value>(store: ObjectStore, key: string, schema: z.ZodType<Value>): Promise<Value | null> {
  const stream = await store.get(key);
  if (stream === null) return null;
  const json = await text(stream);
  try {
    return schema.parse(JSON.parse(json));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StageFailure('store-corrupt', `reading ${store.uri(key)}: it is not what is expected there: ${why}`, {
      cause,
    });
  }
}
