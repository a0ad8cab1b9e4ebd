import { describe, expect, it } from 'vitest';
import type { Estimate } from '../../../../contracts/plan.ts';
import { compareEstimate } from '../../../../lib/plan/compare-estimate.ts';
import { estimate } from '../../../../lib/plan/estimate.ts';
import { estimateFromTask } from '../../../../lib/plan/estimate-from-task.ts';
import { known, rejectedAfter, shareAfter, stubbornAfter, sumOf } from '../../../../lib/plan/factor.ts';
import { taskConfig } from '../../../../lib/task/task-config.ts';

const tokens = (input: number, output: number) => ({ input: known(input), output: known(output) });
/** Nothing is unknown but time. */
const FIGURES = {
  rowsWanted: 95,
  votes: 2,
  generatedTest: 0,
  testRows: 5,
  testVotes: 0,
  tokens: {
    parse: tokens(100, 50),
    reading: tokens(2000, 300),
    attributes: tokens(100, 100),
    write: tokens(300, 200),
    label: tokens(90, 10),
    bareLabel: tokens(40, 10),
    answer: tokens(90, 10),
  },
  rounds: { most: 1, rows: 47 },
  parseCalls: 1,
  readingChance: 0,
  pilot: { writes: 0, labels: 4, bareLabels: 0 },
  shared: { writes: 3, labels: 20 },
  newShare: known(1),
  acceptedShare: known(1),
  rejected: known(0),
  stubborn: known(0),
  price: { inputPer1M: 1, outputPer1M: 10 },
  trainMinutes: 5,
  trials: 1,
};
const middle = (made: Estimate, stage: string) => made.stages.find((one) => one.stage === stage)?.expected.calls.middle;

const minutesOfTraining = (trials: number, trainMinutes: number) =>
  estimate([{ ...FIGURES, trials, trainMinutes }], 'priors').stages.find(({ stage }) => stage === 'train')?.expected
    .minutes;

describe('estimate', () => {
  it('adds up to the call where nothing is unknown', () => {
    const made = estimate([FIGURES], 'priors');
    expect(['parse', 'holdout', 'pilot', 'generate', 'evaluate'].map((stage) => middle(made, stage))).toEqual([
      2,
      0,
      27,
      7 + 180,
      5,
    ]);
    const all = 2 + 10 + 4 + 200 + 5;
    expect(made.total.calls).toEqual({ low: all, middle: all, high: all });
    // 150 and 200 to read and propose, 500 a write, 100 a label or an answer.
    const sum = 350 + 10 * 500 + 209 * 100;
    expect(made.total.tokens.middle).toBeCloseTo(sum, 6);
    expect(made.total.usd.middle).toBeCloseTo((200 + 10 * 150 + 10 * (300 + 10 * 200) + 209 * (90 + 100)) / 1e6, 12);
    expect(made.total.minutes.high).toBeGreaterThan(2 * made.total.minutes.low);
  });

  it('reckons with one call more where datasets may be found and read, in as many builds as that is likely', () => {
    const sure = estimate([{ ...FIGURES, readingChance: 1 }], 'priors');
    const discover = sure.stages.find(({ stage }) => stage === 'discover')?.expected;
    expect([discover?.calls.middle, discover?.tokens.middle, sure.total.calls.middle]).toEqual([1, 2300, 222]);
    const may = estimate([{ ...FIGURES, readingChance: 0.5 }], 'priors');
    expect(may.stages.find(({ stage }) => stage === 'discover')?.expected.calls).toMatchObject({ low: 0, high: 1 });
    // Where nothing is looked for, not a single draw differs.
    expect(estimate([FIGURES], 'priors').stages.find(({ stage }) => stage === 'discover')?.expected.calls.high).toBe(0);
  });

  it('asks more where inputs repeat, votes disagree and answers are rejected', () => {
    const half = estimate([{ ...FIGURES, newShare: known(0.5) }], 'priors');
    // Ten calls bring 50 rows of 95; nine more bring the rest. Only new inputs are labelled.
    expect(half.total.calls.middle).toBe(2 + 19 + 4 + 190 + 5);
    expect(estimate([{ ...FIGURES, rejected: known(0.5) }], 'priors').total.calls.middle).toBe(1.5 * 221);
    // One input in ten is asked five times more for each vote.
    expect(estimate([{ ...FIGURES, stubborn: known(0.1) }], 'priors').total.calls.middle).toBeCloseTo(221 + 100, 6);
  });

  it('lies between one round and all where there may be several', () => {
    const { low, high } = estimate([{ ...FIGURES, rounds: { most: 2, rows: 47 } }], 'priors').total.calls;
    // Five more calls for inputs, and two votes on each of their fifty.
    expect([low, high]).toEqual([221, 221 + 5 + 100]);
  });

  it('takes trials times as long to train, within the minutes that the task allows', () => {
    const [one, four] = [minutesOfTraining(1, 1000), minutesOfTraining(4, 1000)];
    expect(four?.middle).toBeCloseTo(4 * (one?.middle ?? 0), 6);
    expect(minutesOfTraining(1000, 5)?.high).toBe(5);
  });

  it('counts votes on the rows of the test beside the one answer, and those that are asked again', () => {
    const voted = { ...FIGURES, testVotes: 2 };
    expect(middle(estimate([voted], 'priors'), 'evaluate')).toBe(5 * (1 + 2));
    expect(middle(estimate([{ ...voted, stubborn: known(0.1) }], 'priors'), 'evaluate')).toBeCloseTo(
      5 * (1 + 2 * 1.5),
      6,
    );
  });

  it('takes what was paid for what it was', () => {
    const made = estimate([FIGURES], 'pilot', { pilot: { calls: 40, tokens: 1, usd: 1 } });
    expect(made.total.calls.middle).toBe(221 - 27 + 40);
  });

  it('is wide where figures are not known, and the same each time', () => {
    const unknown = { ...FIGURES, rejected: rejectedAfter(0, 0) };
    const { low, high } = estimate([unknown], 'priors').total.calls;
    expect(high / low).toBeGreaterThan(1.1);
    expect(estimate([unknown], 'priors')).toEqual(estimate([unknown], 'priors'));
  });
});

describe('factors', () => {
  it('narrow with what was seen', () => {
    const prior = { mean: 0.9, weight: 10 };
    expect(shareAfter(prior, 0, 0, 0)).toEqual({
      middle: 0.9,
      spread: expect.closeTo(Math.sqrt(0.1 / (0.9 * 11)), 12),
    });
    expect(shareAfter(prior, 40, 40, 0).middle).toBeCloseTo(49 / 50, 12);
    expect(stubbornAfter(2, 20).middle).toBeCloseTo(2.06 / 40, 12);
    expect(rejectedAfter(30, 100).spread).toBeLessThan(rejectedAfter(0, 0).spread);
  });
  it('add up like independent ones', () => {
    expect(sumOf({ middle: 3, spread: 0.1 }, { middle: 4, spread: 0.1 })).toEqual({
      middle: 7,
      spread: expect.closeTo(0.5 / 7, 12),
    });
  });
});

const task = {
  file: { prompt: 'Sort it.', generate: { rows: 95 } },
  examples: [],
  test: [{ row: { input: 'x', output: 'a' }, where: '' }],
  baseModel: null,
  folder: '/',
};

const width = (file: object) => {
  const given = { ...task, file: { ...task.file, ...file } };
  const { low, high } = estimateFromTask(given, taskConfig(given, { examples: null, test: null }, 'http://h'), null, 5)
    .total.tokens;
  return high / low;
};

describe('estimateFromTask', () => {
  it('leaves the kind open where the task does, and is narrower where it says it', () => {
    expect(width({})).toBeGreaterThan(width({ labels: ['a', 'b'] }));
  });
});

it('compareEstimate says on which side a figure fell, and leaves dollars out where none are known', () => {
  const made = estimate([FIGURES], 'priors');
  const compared = compareEstimate({ ...made, hasPrice: false }, { calls: 221, tokens: 1, usd: 9, minutes: 1e6 });
  expect(compared.figures.map(({ figure, held }) => `${figure} ${held}`)).toEqual([
    'calls inside',
    'tokens below',
    'minutes above',
  ]);
});
