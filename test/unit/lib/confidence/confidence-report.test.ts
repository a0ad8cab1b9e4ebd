import { describe, expect, it } from 'vitest';
import { ConfidenceReport } from '../../../../contracts/confidence.ts';
import { confidenceReport, type TestedConfidence } from '../../../../lib/confidence/confidence-report.ts';
import { fitConfidence } from '../../../../lib/confidence/fit-confidence.ts';
import { wilsonInterval } from '../../../../lib/statistics/wilson.ts';
import { exampleOf, predictionOf } from '../../../support/sure-rows.ts';
import { TRIAGE_SPEC } from '../../../support/triage-spec.ts';

const TEXTS = ['where is my parcel', 'the invoice is wrong', 'my card is lost', 'the courier was late'];
const LOGITS = [8, 6, 4, 2];
const student = fitConfidence({
  spec: TRIAGE_SPEC,
  train: TEXTS.map((text) => exampleOf(text, 'billing', 'generated')),
  validation: TEXTS.map((text, at) => exampleOf(text, at === 3 ? 'delivery' : 'billing')),
  answers: { int8: LOGITS.map(predictionOf), fp32: LOGITS.map(predictionOf) },
});
if ('reason' in student) throw new Error(student.reason);

/** Right, right, wrong; the last input is unfamiliar and its answer wrong. */
const TESTED: TestedConfidence = {
  spec: TRIAGE_SPEC,
  test: [
    exampleOf('where is my invoice', 'billing'),
    exampleOf('my parcel is late', 'billing'),
    exampleOf('the card is wrong', 'delivery'),
    exampleOf('qqq zzz jjj', 'delivery'),
  ],
  origin: 'gold',
  ships: 'int8',
  answers: [9, 5, 1, 20].map(predictionOf),
  teacher: {
    scores: [1, 0, 1, 1],
    tokens: { input: 400, output: 50 },
    price: { inputPer1M: 2, outputPer1M: 8 },
  },
};
const report = ConfidenceReport.parse(confidenceReport(student, TESTED));
const choiceAt = (coverage: number, of = report) => of.choices.find((choice) => choice.coverage === coverage);

const rowsOf = (count: number, origin: 'gold' | 'generated') =>
  confidenceReport(student, {
    ...TESTED,
    origin,
    test: Array.from({ length: count }, (_, at) => exampleOf(`my parcel ${at}`, at % 2 === 0 ? 'billing' : 'delivery')),
    answers: Array.from({ length: count }, (_, at) => predictionOf(6, at)),
    teacher: { ...TESTED.teacher, scores: Array.from({ length: count }, () => 1) },
  });

describe('confidenceReport', () => {
  it('keeps what is sure and familiar, and gives the rest to the teacher', () => {
    // All but the unfamiliar one: 2 of 3 right; with the teacher on it 3 of 4.
    expect(choiceAt(1)).toMatchObject({
      test: { kept: 0.75, accuracy: { value: 2 / 3, ...wilsonInterval(2, 3), rows: 3 } },
      cascade: { accuracy: { value: 3 / 4, ...wilsonInterval(3, 4), rows: 4 }, tokensPer1000: 0.25 * 1000 * 450 },
    });
    // 3 of 4 validation rows: all from logit 4 on, which leaves out the logit 1. Both rows that are kept are right.
    expect(choiceAt(0.75)).toMatchObject({
      validation: { kept: 0.75, accuracy: { value: 1, rows: 3 } },
      test: { kept: 0.5, accuracy: { value: 1, rows: 2 } },
      cascade: { accuracy: { value: 1, rows: 4 }, tokensPer1000: 0.5 * 1000 * 450 },
    });
  });

  it('reckons dollars by the price, and leaves them out where it is not known', () => {
    // 400 tokens at $2 and 50 at $8 a million: $1.20 for a thousand answers.
    expect(report.teacher).toMatchObject({ accuracy: { value: 0.75 }, usdPer1000: 1.2 });
    expect(choiceAt(1)?.cascade?.usdPer1000).toBeCloseTo(0.3, 12);
    const unpriced = confidenceReport(student, { ...TESTED, teacher: { ...TESTED.teacher, price: null } });
    expect(choiceAt(1, unpriced)?.cascade).toMatchObject({ usdPer1000: null, tokensPer1000: 112_500 });
    expect(unpriced.teacher?.usdPer1000).toBeNull();
  });

  it('says nothing of a teacher that did not answer every row', () => {
    const some = confidenceReport(student, {
      ...TESTED,
      teacher: { ...TESTED.teacher, scores: [1, 1, 1, null] },
    });
    expect(some.teacher).toBeNull();
    expect(some.choices.every(({ cascade }) => cascade === null)).toBe(true);
    expect(some.curve.every(({ cascade }) => cascade === null)).toBe(true);
  });

  it('counts what is unfamiliar', () => {
    expect(report.familiar).toMatchObject({ limitFrom: 'people', unfamiliarTest: 0.25, unfamiliarValidation: 0 });
  });

  it('gives the error of calibration from 500 rows of people’s on', () => {
    expect(rowsOf(499, 'gold').ece).toBeNull();
    expect(rowsOf(500, 'generated').ece).toBeNull();
    // One bin: half of the rows are right.
    const sure = 1 / (1 + Math.exp(-6 / (report.temperature ?? NaN)));
    expect(rowsOf(500, 'gold').ece).toBeCloseTo(sure - 0.5, 12);
  });
});
