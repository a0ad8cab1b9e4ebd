import { describe, expect, it } from 'vitest';
import { batchLines, rowText } from '../../../../client/batch/batch-lines.ts';
import { createPalette } from '../../../../client/terminal/palette.ts';
import type { BatchRow } from '../../../../contracts/batch.ts';

const COST = { usd: 0.0123, tokens: 1000, inputTokens: 600, outputTokens: 400, calls: 10 };
const DONE: BatchRow = {
  index: 0,
  name: 'triage',
  workflowId: 'build/triage-0123456789ab',
  buildId: 'triage-0123456789ab-89abcdef',
  state: 'done',
  joined: false,
  seconds: 72,
  cost: COST,
  verdict: 'ship',
  score: 0.91,
  failure: null,
};
const FAILED: BatchRow = {
  ...DONE,
  index: 1,
  name: 'dates',
  state: 'failed',
  seconds: 3,
  cost: null,
  verdict: null,
  score: null,
  failure: { kind: 'too-few-rows', message: 'only 3\nrows' },
};

describe('batchLines', () => {
  it('shows a row for each task, and sums them up', () => {
    const view = {
      batchId: 'all-0123456789ab-00000000',
      workflowId: 'batch/all-0123456789ab',
      state: 'done',
      continued: false,
      total: 3,
      counts: { waiting: 1, running: 0, done: 1, failed: 1, cancelled: 0 },
      cost: COST,
      seconds: 80,
      rows: [DONE, FAILED],
    } as const;
    expect(batchLines(view, createPalette('plain'))).toEqual([
      'all-0123456789ab-00000000  done',
      '   task    state         time     paid  verdict  score  build',
      '1  triage  done    1 min 12 s  $0.0123  ship     0.910  triage-0123456789ab-89abcdef',
      '2  dates   failed       3.0 s                           too-few-rows: only 3 rows',
      '1 done, 1 failed, 1 waiting; paid: $0.0123 for 10 calls and 1,000 tokens',
    ]);
  });
});

describe('rowText', () => {
  it('says in a line what became of a task', () => {
    expect(rowText(DONE)).toBe('triage done in 1 min 12 s, $0.0123: ship');
    expect(rowText(FAILED)).toBe('dates failed in 3.0 s: too-few-rows: only 3 rows');
    expect(rowText({ ...DONE, state: 'running', joined: true })).toBe(
      'triage is being built already, waiting for its end',
    );
  });
});
