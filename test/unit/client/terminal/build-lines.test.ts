import { describe, expect, it } from 'vitest';
import type { BuildSnapshot } from '../../../../client/build-snapshot.ts';
import { buildLines } from '../../../../client/terminal/build-lines.ts';
import { createPalette } from '../../../../client/terminal/palette.ts';
import { createPlainProgress } from '../../../../client/terminal/plain-progress.ts';
import type { StageStatus } from '../../../../contracts/build.ts';
import { STAGES, type Queue } from '../../../../contracts/names.ts';

const stages = (...known: StageStatus[]): StageStatus[] =>
  STAGES.map(
    (stage) => known.find((one) => one.stage === stage) ?? { stage, state: 'waiting', note: '', seconds: null },
  );

const snapshotOf = (change: Partial<BuildSnapshot> = {}, ...known: StageStatus[]): BuildSnapshot => ({
  build: { buildId: 'shop-0123456789ab-01a1fd60', workflowId: 'build/shop-0123456789ab', runId: 'r' },
  execution: 'RUNNING',
  status: {
    buildId: 'shop-0123456789ab-01a1fd60',
    state: 'running',
    stage: 'train',
    parked: null,
    review: null,
    stages: stages(...known),
    cost: { usd: 0.0492, tokens: 164_000, inputTokens: 160_000, outputTokens: 4_000, calls: 1240 },
    costs: [],
    charged: { usd: 0.05, tokens: 164_000, calls: 1240 },
  },
  stage: 'train',
  pending: [],
  startedMs: 1_000,
  endedMs: null,
  ...change,
});
const TRAINING = snapshotOf(
  {
    pending: [
      {
        activity: 'trainStudent',
        attempt: 2,
        running: true,
        heartbeat: {
          step: 120,
          totalSteps: 600,
          epoch: 1.2,
          loss: 0.4321,
          etaSeconds: 80,
          examplesPerSecond: 31,
          checkpoint: 100,
        },
        id: '7',
        lastFailure: 'trainer-crashed: ended with 137',
      },
    ],
  },
  { stage: 'parse', state: 'done', note: 'labels, 6 labels', seconds: 0.4 },
  { stage: 'holdout', state: 'reused', note: '150 gold rows', seconds: 0.1 },
  { stage: 'generate', state: 'done', note: '600 rows', seconds: 72 },
  { stage: 'train', state: 'running', note: '', seconds: null },
);
const around = (nowMs: number, silent: readonly Queue[] = [], trouble: string | null = null) => ({
  nowMs,
  palette: createPalette('plain'),
  silent,
  trouble,
});

describe('buildLines', () => {
  it('shows stages with time and note, and what is under way below the running one', () => {
    expect(buildLines(TRAINING, around(96_000))).toEqual([
      'shop-0123456789ab-01a1fd60  running  1 min 35 s',
      '  ✓ parse           0.4 s  labels, 6 labels',
      '  · discover',
      '  · review',
      '  · import',
      '  ↺ holdout         0.1 s  150 gold rows',
      '  · pilot',
      '  ✓ generate   1 min 12 s  600 rows',
      '  · assemble',
      '  · select',
      '  ▸ train',
      '              trainStudent · attempt 2 · step 120 of 600, epoch 1.2, loss 0.432, 31 rows/s, 1 min 20 s left, checkpoint 100',
      '                after trainer-crashed: ended with 137',
      '  · export',
      '  · evaluate',
      '  · package',
      '  paid so far: $0.0492 for 1,240 calls and 164 k tokens',
    ]);
  });
  it('shows what the server knows where no worker answers, and how to wake one', () => {
    const unanswered = snapshotOf({ status: null, stage: null });
    expect(buildLines(unanswered, around(3_000, ['workflow', 'gpu']))).toEqual([
      'shop-0123456789ab-01a1fd60  running  2.0 s',
      '  submitted, not begun',
      '  no worker has asked the queues workflow, gpu for work in the last minute: all are busy, or none is running (npm run up, or npm run worker -- <queue>)',
    ]);
    expect(buildLines({ ...unanswered, stage: 'train' }, around(3_000, ['gpu'], 'old picture'))).toEqual([
      'shop-0123456789ab-01a1fd60  running  2.0 s',
      '  ▸ train',
      '  no worker has asked the queue gpu for work in the last minute: all are busy, or none is running (npm run up, or npm run worker -- gpu)',
      '  old picture',
    ]);
  });
  it.each([
    ['COMPLETED', 'done'],
    ['FAILED', 'failed'],
    ['TIMED_OUT', 'failed'],
    ['CANCELLED', 'cancelled'],
    ['TERMINATED', 'cancelled'],
  ])('calls %s %s, and counts its time to its end', (execution, word) => {
    const [head] = buildLines(snapshotOf({ execution, endedMs: 61_000 }), around(999_000));
    expect(head).toBe(`shop-0123456789ab-01a1fd60  ${word}  1 min 0 s`);
  });
});

describe('createPlainProgress', () => {
  it('tells each beginning and end once', () => {
    const progress = createPlainProgress();
    expect(progress.next(TRAINING, around(2_000))).toEqual([
      '      1.0 s  parse done in 0.4 s: labels, 6 labels',
      '      1.0 s  holdout reused in 0.1 s: 150 gold rows',
      '      1.0 s  generate done in 1 min 12 s: 600 rows',
      '      1.0 s  train begins',
    ]);
    expect(progress.next(TRAINING, around(3_000))).toEqual([]);
  });
  it('gives a sign of life before ten seconds have passed, from whatever it knows', () => {
    const progress = createPlainProgress();
    progress.next(TRAINING, around(2_000));
    expect(progress.next(TRAINING, around(9_999))).toEqual([]);
    const [line] = progress.next(TRAINING, around(10_000));
    expect(line).toContain('train: trainStudent · attempt 2 · step 120 of 600');
    expect(progress.next(TRAINING, around(11_000))).toEqual([]);
    const unanswered = snapshotOf({ status: null, stage: null });
    const quiet = createPlainProgress();
    expect(quiet.next(unanswered, around(2_000))).toEqual(['      1.0 s  submitted, not begun']);
    expect(quiet.next(unanswered, around(12_000))).toEqual(['       11 s  submitted, not begun: no worker answers']);
  });
});
