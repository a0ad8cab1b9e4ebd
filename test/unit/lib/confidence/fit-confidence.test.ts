import { describe, expect, it } from 'vitest';
import { BundleConfidence } from '../../../../contracts/confidence.ts';
import { fitConfidence } from '../../../../lib/confidence/fit-confidence.ts';
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

describe('fitConfidence', () => {
  it('calibrates each file by itself', () => {
    // Targets of 5/6 and, of the wrong row, 1/6: mean 2/3, so odds of 2 to 1.
    const { files } = BundleConfidence.parse(fitConfidence(STUDENT)?.task);
    expect(files.int8.temperature).toBeCloseTo(4 / Math.LN2, 5);
    expect(files.fp32.temperature).toBeCloseTo(8 / Math.LN2, 5);
    expect(files.int8.thresholds.find(({ coverage }) => coverage === 0.9)).toEqual({
      coverage: 0.9,
      threshold: 0.666666,
    });
  });

  it('calls it agreement where most labels are votes, and accuracy where they are people’s', () => {
    expect(fitConfidence(STUDENT)?.task.of).toBe('agreement');
    const people = VALIDATION.map((row, at) => ({
      ...row,
      origin: at === 0 ? ('generated' as const) : ('gold' as const),
    }));
    expect(fitConfidence({ ...STUDENT, validation: people })?.task.of).toBe('accuracy');
  });

  it('is the same for the same rows', () => {
    expect(fitConfidence(structuredClone(STUDENT))).toEqual(fitConfidence(STUDENT));
  });

  it('lowers the limit of what is familiar to what demonstrations reach, were they not trained on', () => {
    const shown = exampleOf('my parcel is blue and green', 'delivery');
    const spec = { ...TRIAGE_SPEC, demonstrations: [{ input: shown.input, output: shown.output }] };
    const alone = fitConfidence({ ...STUDENT, spec });
    const trained = fitConfidence({ ...STUDENT, spec, train: [...TRAIN, shown] });
    expect(fitConfidence(STUDENT)?.task.familiarFrom).toBe(0.5);
    // Most of it stands in no training input but itself.
    expect(alone?.task.familiarFrom).toBeLessThan(0.5);
    expect(trained?.task.familiarFrom).toBe(alone?.task.familiarFrom);
    expect(alone?.limitFrom).toBe('people-and-generated');
  });

  it('is not there for a student that gives no logits', () => {
    const int8 = STUDENT.answers.int8.map((answer) => ({ ...answer, logits: null }));
    expect(fitConfidence({ ...STUDENT, answers: { ...STUDENT.answers, int8 } })).toBeNull();
  });

  it('is not there for several labels, for texts, or without a validation row', () => {
    const several = { ...TRIAGE_SPEC, constraints: { ...TRIAGE_SPEC.constraints, several: true } };
    expect(fitConfidence({ ...STUDENT, spec: several })).toBeNull();
    expect(fitConfidence({ ...STUDENT, spec: { ...TRIAGE_SPEC, kind: 'text', labels: null } })).toBeNull();
    expect(fitConfidence({ ...STUDENT, validation: [], answers: { int8: [], fp32: [] } })).toBeNull();
  });
});
