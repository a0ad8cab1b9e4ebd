import { describe, expect, it } from 'vitest';
import type { BatchRow } from '../../../contracts/batch.ts';
import { createBatchBoard } from '../../../workflows/batch-board.ts';

const COST = { usd: 1, tokens: 10, inputTokens: 6, outputTokens: 4, calls: 2 };
const row = (index: number, change: Partial<BatchRow> = {}): BatchRow => ({
  index,
  name: `t${index}`,
  workflowId: null,
  buildId: null,
  state: 'done',
  joined: false,
  seconds: 1.5,
  cost: COST,
  verdict: 'ship',
  score: 0.9,
  failure: null,
  ...change,
});
const board = (total: number) =>
  createBatchBoard('b', 4, {
    total,
    finished: 2,
    segments: 1,
    counts: { done: 1, failed: 1, cancelled: 0 },
    cost: COST,
    startedMs: 0,
  });

describe('createBatchBoard', () => {
  it('counts on from the runs before, and pays for no build that it joined', () => {
    const { set, status } = board(6);
    set(row(3, { joined: true }));
    set(row(2));
    set(row(4, { state: 'running', cost: null }));
    expect(status()).toMatchObject({
      state: 'running',
      total: 6,
      from: 2,
      counts: { waiting: 1, running: 1, done: 3, failed: 1, cancelled: 0 },
      cost: { usd: 2, calls: 4 },
    });
    expect(status().rows.map(({ index }) => index)).toEqual([2, 3, 4]);
  });

  it('keeps what the Web UI shows below the length of a URL, what runs and what failed first', () => {
    const { set, markdown } = board(200);
    const message = 'a | long\nmessage '.repeat(20);
    for (let index = 2; index < 102; index++) set(row(index));
    set(row(50, { state: 'failed', failure: { kind: 'too-few-rows', message } }));
    set(row(60, { state: 'running', seconds: null, cost: null, verdict: null }));
    const lines = markdown().split('\n');
    expect(lines.slice(4, 6).map((line) => line.slice(0, 20))).toEqual([
      '| 61 t60 | running |',
      '| 51 t50 | failed | ',
    ]);
    expect(lines[5]).toContain('too-few-rows: a \\| long message');
    expect(lines.at(-1)).toBe('85 more are in `batches/b/table.json`.');
    expect(Buffer.byteLength(markdown())).toBeLessThan(4_000);
  });
});
