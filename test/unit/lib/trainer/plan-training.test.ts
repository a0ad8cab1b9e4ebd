import { describe, expect, it } from 'vitest';
import { planTraining, type TrainingTask } from '../../../../lib/trainer/plan-training.ts';

const rows = (count: number, output = 'billing') =>
  Array.from({ length: count }, () => ({ text: 'x'.repeat(20), output }));
const ENCODER = { family: 'encoder', base: 'minilm' } as const;
const SCRATCH = { family: 'encoder-decoder', base: null } as const;
const task = (over: Partial<TrainingTask>): TrainingTask => ({
  candidate: ENCODER,
  rows: rows(600),
  changes: {},
  oneLabel: true,
  steps: null,
  cores: 8,
  ...over,
});

const threads = (over: Partial<TrainingTask>) => planTraining(task(over)).threads;

describe('planTraining', () => {
  it('fine-tunes the encoder that the trainer carries for labels', () => {
    expect(planTraining(task({}))).toMatchInlineSnapshot(`
      {
        "settings": {
          "accumulateSteps": 1,
          "alpha": 0.5,
          "averageFrom": 0.5,
          "batchSize": 16,
          "checkpointEverySteps": 150,
          "classWeights": false,
          "distil": "filter",
          "distilTemperature": 1,
          "dropout": null,
          "epochs": 6,
          "evaluateEverySteps": 38,
          "learningRate": 0.0001,
          "loraRank": null,
          "maxInputTokens": 256,
          "maxMinutes": null,
          "maxOutputTokens": 8,
          "maxSteps": null,
          "patience": 3,
          "warmupShare": 0.1,
          "weightDecay": 0.01,
        },
        "student": {
          "base": "minilm",
          "family": "encoder",
          "mentor": null,
          "prefix": null,
          "prune": null,
        },
        "threads": 8,
      }
    `);
  });

  it('gives a student from scratch one thread where rows are short, and all others every core', () => {
    expect(threads({ candidate: SCRATCH })).toBe(1);
    expect(threads({ candidate: SCRATCH, rows: rows(600, 'y'.repeat(59)) })).toBe(1);
    expect(threads({ candidate: SCRATCH, rows: rows(600, 'y'.repeat(60)) })).toBe(8);
    expect(threads({ candidate: { ...SCRATCH, base: '/base' } })).toBe(8);
    expect(threads({})).toBe(8);
  });

  it('trains a text student from scratch where no base is named', () => {
    expect(planTraining(task({ candidate: SCRATCH, rows: rows(1000, '2024-05-31') }))).toMatchInlineSnapshot(`
      {
        "settings": {
          "accumulateSteps": 1,
          "alpha": 0.5,
          "averageFrom": null,
          "batchSize": 32,
          "checkpointEverySteps": 200,
          "classWeights": false,
          "distil": "filter",
          "distilTemperature": 1,
          "dropout": null,
          "epochs": 30,
          "evaluateEverySteps": 96,
          "learningRate": 0.002,
          "loraRank": null,
          "maxInputTokens": 512,
          "maxMinutes": null,
          "maxOutputTokens": 11,
          "maxSteps": null,
          "patience": 3,
          "warmupShare": 0.05,
          "weightDecay": 0.01,
        },
        "student": {
          "base": null,
          "family": "encoder-decoder",
          "mentor": null,
          "prefix": null,
          "prune": null,
        },
        "threads": 1,
      }
    `);
  });

  it('fine-tunes a base that is named, from its folder', () => {
    expect(planTraining(task({ candidate: { ...ENCODER, base: '/base' } })).student).toEqual({
      family: 'encoder',
      base: '/base',
      mentor: null,
      prune: null,
      prefix: null,
    });
    expect(planTraining(task({ candidate: { ...SCRATCH, base: '/base' } }))).toMatchObject({
      student: { family: 'encoder-decoder', base: '/base' },
      settings: { learningRate: 3e-4, epochs: 8 },
    });
  });

  it('has what is cut out of a student taught by the student before, where each row has one label', () => {
    const pruned = { heads: 0, feedForward: 0, layers: 0.5 };
    const smaller = task({ candidate: { family: 'encoder', base: 'whole', pruned }, changes: { distil: 'soft' } });
    const { student, settings } = planTraining(smaller);
    expect(student).toEqual({ family: 'encoder', base: 'whole', mentor: 'whole', prune: pruned, prefix: null });
    expect(settings).toMatchObject({ distil: 'filter', alpha: 0.5, distilTemperature: 2 });
    const several = planTraining({ ...smaller, oneLabel: false });
    expect(several.student.mentor).toBeNull();
    expect(several.settings).toMatchObject({ distil: 'soft', distilTemperature: 1 });
  });

  it('trains an adapter beside the weights of a decoder, of the rank that a trial says', () => {
    const candidate = { family: 'decoder', base: '/base' } as const;
    expect(planTraining(task({ candidate }))).toMatchObject({
      student: { family: 'decoder', base: '/base' },
      settings: { learningRate: 2e-4, epochs: 3, loraRank: 16 },
    });
    expect(planTraining(task({ candidate, changes: { loraRank: 8 } })).settings.loraRank).toBe(8);
  });

  it('fixes the epochs below 200 rows, where a validation loss is mostly chance', () => {
    expect(planTraining(task({ rows: rows(199) })).settings.patience).toBeNull();
    expect(planTraining(task({ rows: rows(200) })).settings.patience).toBe(3);
  });

  it('gives fewer epochs to more rows of a text student from scratch, within limits', () => {
    const epochs = [10, 1000, 10_000].map(
      (count) => planTraining(task({ candidate: SCRATCH, rows: rows(count) })).settings.epochs,
    );
    expect(epochs).toMatchInlineSnapshot(`
      [
        60,
        30,
        10,
      ]
    `);
  });

  it('leaves room for the longest output in bytes and for its end, up to 512 tokens', () => {
    const limits = ['né', 'x'.repeat(600)].map(
      (output) =>
        planTraining(
          task({
            candidate: SCRATCH,
            rows: [
              { text: 'x', output: 'a' },
              { text: 'x', output },
            ],
          }),
        ).settings.maxOutputTokens,
    );
    expect(limits).toEqual([4, 512]);
  });

  it('takes over the limit of steps, and leaves the minutes to the caller', () => {
    expect(planTraining(task({ steps: 40 })).settings).toMatchObject({ maxSteps: 40, maxMinutes: null });
  });

  it('takes what a trial changes, and keeps the rest of the recipe', () => {
    const changes = { learningRate: 3e-5, batchSize: 32, epochs: 3 };
    expect(planTraining(task({ changes })).settings).toMatchObject({
      ...changes,
      weightDecay: 0.01,
      warmupShare: 0.1,
      evaluateEverySteps: 19,
    });
  });

  it('evaluates at least once an epoch however few the rows', () => {
    expect(planTraining(task({ rows: rows(3) })).settings.evaluateEverySteps).toBe(1);
  });
});
