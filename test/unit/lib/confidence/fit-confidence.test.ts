import { describe, expect, it } from 'vitest';
import { BundleConfidence } from '../../../../contracts/confidence.ts';
import { fitConfidence, type ValidatedStudent } from '../../../../lib/confidence/fit-confidence.ts';
import { isKept } from '../../../../lib/confidence/thresholds.ts';
import { exampleOf, predictionOf } from '../../../support/sure-rows.ts';
import { TRIAGE_SPEC } from '../../../support/triage-spec.ts';

const TRAIN = ['where is my parcel', 'the invoice is wrong'].map((text) => exampleOf(text, 'billing', 'generated'));
/** Right but for the last one; the logits of fp32 are twice as large. */
const LOGITS = [4, 4, 4, 4];
const VALIDATION = ['my parcel', 'the invoice', 'is wrong', 'where is'].map((text, at) =>
  exampleOf(text, at === 3 ? 'delivery' : 'billing', 'generated'),
);
const STUDENT = {
  spec: TRIAGE_SPEC,
  train: TRAIN,
  validation: VALIDATION,
  answers: { int8: LOGITS.map(predictionOf), fp32: LOGITS.map((logit, at) => predictionOf(2 * logit, at)) },
};

const fitted = (student: ValidatedStudent) => {
  const found = fitConfidence(student);
  if ('reason' in found) throw new Error(found.reason);
  return found;
};

describe('fitConfidence', () => {
  it('calibrates each file by itself', () => {
    // Targets of 5/6 and, of the wrong row, 1/6: mean 2/3, so odds of 2 to 1.
    const { files } = BundleConfidence.parse(fitted(STUDENT).task);
    expect(files.int8).toMatchObject({ temperature: expect.closeTo(4 / Math.LN2, 5) });
    expect(files.fp32).toMatchObject({ temperature: expect.closeTo(8 / Math.LN2, 5) });
    expect(files.int8.thresholds.find(({ coverage }) => coverage === 0.9)).toEqual({
      coverage: 0.9,
      threshold: 0.666666,
    });
  });

  it('calls it agreement where most labels are votes, and accuracy where they are people’s', () => {
    expect(fitted(STUDENT).task.of).toBe('agreement');
    const people = VALIDATION.map((row, at) => ({
      ...row,
      origin: at === 0 ? ('generated' as const) : ('gold' as const),
    }));
    expect(fitted({ ...STUDENT, validation: people }).task.of).toBe('accuracy');
  });

  it('is the same for the same rows', () => {
    expect(fitConfidence(structuredClone(STUDENT))).toEqual(fitConfidence(STUDENT));
  });

  it('lowers the limit of what is familiar to what demonstrations reach, were they not trained on', () => {
    const shown = exampleOf('my parcel is blue and green', 'delivery');
    const spec = { ...TRIAGE_SPEC, demonstrations: [{ input: shown.input, output: shown.output }] };
    const alone = fitted({ ...STUDENT, spec });
    const trained = fitted({ ...STUDENT, spec, train: [...TRAIN, shown] });
    expect(fitted(STUDENT).task.familiarFrom).toBe(0.5);
    // Most of it stands in no training input but itself.
    expect(alone.task.familiarFrom).toBeLessThan(0.5);
    expect(trained.task.familiarFrom).toBe(alone.task.familiarFrom);
    expect(alone.limitFrom).toBe('people-and-generated');
  });

  it('takes a temperature for one label, and a curve for all else, counting what is right in its own way', () => {
    const { files, counted } = fitted(LISTS).task;
    expect(counted).toBe('whole');
    expect(files.int8).toMatchObject({ slope: expect.any(Number), intercept: expect.any(Number) });
    expect(fitted(STUDENT).task.counted).toBeUndefined();
    // Likely answers are right, unlikely ones wrong but for one.
    const rows = fitted(LISTS).validation.int8;
    expect(rows.map(({ score }) => score)).toEqual(ROWS.map((at) => (at < 24 || at === 30 ? 1 : 0)));
    expect(rows[0]?.confidence).toBeGreaterThan(0.9);
    expect(rows.at(-1)?.confidence).toBeLessThan(0.25);
  });

  it('keeps at least the share of rows that is asked for, and more for more', () => {
    const { task, validation } = fitted(LISTS);
    const kept = task.files.int8.thresholds.map(({ threshold }) => ({
      share: validation.int8.filter((row) => isKept(row, threshold)).length / ROWS.length,
    }));
    for (const [at, { share }] of kept.entries()) {
      expect(share).toBeGreaterThanOrEqual(task.files.int8.thresholds[at]?.coverage ?? NaN);
      expect(share).toBeGreaterThanOrEqual(kept[at - 1]?.share ?? 0);
    }
  });

  it('is not told by a few rows, nor by rows whose likelier answers are worse', () => {
    const few = { ...LISTS, validation: LISTS.validation.slice(0, 29) };
    expect(fitConfidence(few)).toEqual({ reason: 'few-rows', rows: 29, needed: 30 });
    const worse = LISTS.validation.toReversed().map(({ output }, at) => exampleOf(`parcel ${at}`, output));
    expect(fitConfidence({ ...LISTS, validation: worse })).toEqual({ reason: 'flat', rows: 40, needed: 30 });
    expect(fitConfidence({ ...STUDENT, validation: [], answers: { int8: [], fp32: [] } })).toMatchObject({
      reason: 'few-rows',
      rows: 0,
    });
  });
});

const ROWS = Array.from({ length: 40 }, (_, at) => at);
/** Every answer is the empty list. */
const answer = (index: number) => ({
  index,
  output: '[]',
  logits: [-1, -1],
  scores: null,
  logProbability: -index / 10,
  ms: 1,
});
const LISTS = {
  spec: { ...TRIAGE_SPEC, metric: 'micro-f1' as const, constraints: { ...TRIAGE_SPEC.constraints, several: true } },
  train: TRAIN,
  validation: ROWS.map((at) => exampleOf(`parcel ${at}`, at < 24 || at === 30 ? '[]' : '["billing"]')),
  answers: { int8: ROWS.map(answer), fp32: ROWS.map(answer) },
};
