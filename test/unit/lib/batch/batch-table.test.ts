import { describe, expect, it } from 'vitest';
import type { BatchRow, RecordBatchInput } from '../../../../contracts/batch.ts';
import {
  fixTaskList,
  readTable,
  readTaskList,
  recordedBatches,
  recordSegment,
} from '../../../../lib/batch/batch-table.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

const COST = { usd: 0.5, tokens: 10, inputTokens: 6, outputTokens: 4, calls: 2 };
const row = (index: number, change: Partial<BatchRow> = {}): BatchRow => ({
  index,
  name: `t${index}`,
  workflowId: null,
  buildId: `t${index}-build`,
  state: 'done',
  joined: false,
  seconds: 1,
  cost: COST,
  verdict: 'ship',
  score: 1,
  failure: null,
  ...change,
});
const segment = (number: number, rows: readonly BatchRow[]): RecordBatchInput => ({
  batchId: 'b',
  workflowId: 'batch/b',
  state: 'running',
  total: 4,
  minSuccess: 0.5,
  seconds: 7,
  segment: { version: 1, number, events: 50, rows: [...rows] },
});

describe('recordSegment', () => {
  it('adds the rows of one run after the other, and takes what failed builds paid from their records', async () => {
    const store = createMemoryStore();
    await store.put(
      'builds/t1-build/build.json',
      { bytes: Buffer.from(JSON.stringify({ cost: COST, state: 'failed' })) },
      'always',
    );
    const failure = { kind: 'too-few-rows', message: 'only 3' };
    await recordSegment(store, segment(0, [row(0), row(1, { state: 'failed', cost: null, failure })]));
    await recordSegment(store, segment(1, [row(2, { joined: true })]));
    const table = await readTable(store, 'b');
    expect(table?.rows.map(({ index, cost }) => [index, cost?.usd])).toEqual([
      [0, 0.5],
      [1, 0.5],
      [2, 0.5],
    ]);
    // The third build is somebody else's.
    expect(table).toMatchObject({
      counts: { waiting: 1, running: 0, done: 2, failed: 1, cancelled: 0 },
      cost: { usd: 1, tokens: 20, inputTokens: 12, outputTokens: 8, calls: 4 },
      segments: [
        { number: 0, rows: 2, events: 50 },
        { number: 1, rows: 1, events: 50 },
      ],
    });
  });
  it('neither loses nor changes a row when an attempt comes late', async () => {
    const store = createMemoryStore();
    await recordSegment(store, segment(0, [row(0)]));
    await recordSegment(store, segment(1, [row(1)]));
    await recordSegment(store, segment(0, [row(0, { seconds: 99 })]));
    expect((await readTable(store, 'b'))?.rows).toEqual([row(0), row(1)]);
  });
  it('refuses a table that is none', async () => {
    const store = createMemoryStore();
    await store.put('batches/b/table.json', { bytes: Buffer.from('{}') }, 'always');
    await expect(readTable(store, 'b')).rejects.toMatchObject({ kind: 'store-corrupt' });
  });
});

describe('recordedBatches', () => {
  it('finds batches with a table by the beginning of their ids', async () => {
    const store = createMemoryStore();
    for (const batchId of ['night-1', 'night-2', 'day-1']) await recordSegment(store, { ...segment(0, []), batchId });
    expect(await recordedBatches(store, 'night')).toEqual(['night-1', 'night-2']);
  });
});

const list = (name: string) =>
  ({ version: 1, tasks: [{ state: 'bad', name, failure: { kind: 'task-invalid', message: 'no' } }] }) as const;

describe('fixTaskList', () => {
  it('keeps the first list of a batch, whatever a second attempt read', async () => {
    const store = createMemoryStore();
    expect(await fixTaskList(store, 'b', { version: 1, tasks: [...list('first').tasks] })).toEqual(list('first'));
    expect(await fixTaskList(store, 'b', { version: 1, tasks: [...list('second').tasks] })).toEqual(list('first'));
    expect(await readTaskList(store, 'b')).toEqual(list('first'));
  });
});
