import { describe, expect, it } from 'vitest';
import { predictTfidf, TfidfModel } from '../../../../lib/baselines/tfidf.ts';

const model: TfidfModel = {
  version: 1,
  vocabulary: { refund: 0, parcel: 1, 'no refund': 2, no: 3 },
  idf: [1, 2, 1, 1],
  coefficients: [
    [3, 0, -4, 0],
    [0, 3, 4, 0],
  ],
  intercepts: [0.1, 0],
  labels: ['billing', 'delivery'],
};

describe('predictTfidf', () => {
  it('adds the coefficients of the words it knows', () => {
    expect([predictTfidf(model, 'a Refund, please'), predictTfidf(model, 'my PARCEL')]).toEqual([
      'billing',
      'delivery',
    ]);
  });

  it('counts two neighbouring words as a term of their own', () => {
    expect(predictTfidf(model, 'no refund')).toBe('delivery');
    expect(predictTfidf(model, 'refund no')).toBe('billing');
  });

  it('goes by the intercepts alone where it knows no word', () => {
    expect(predictTfidf(model, '… 4711 constructor')).toBe('billing');
  });

  it('weighs repeated words by one plus the logarithm of their count, over the length of the whole', () => {
    // refund four times, parcel once: (1 + ln 4) · 1 = 2.386 against 1 · 2, both over the same length.
    const text = 'refund refund refund refund parcel';
    const length = Math.hypot(1 + Math.log(4), 2);
    const billing = (3 * (1 + Math.log(4))) / length;
    const delivery = 6 / length;
    const intercepts = [-1e-9, 1e-9].map((tip) => [0, billing - delivery + tip]);
    const answers = intercepts.map((pair) => predictTfidf({ ...model, intercepts: pair }, text));
    expect(answers).toEqual(['billing', 'delivery']);
  });

  it('gives the first of labels that score the same', () => {
    expect(predictTfidf({ ...model, intercepts: [0, 0] }, 'nothing known')).toBe('billing');
  });

  it('refuses a model that was fitted without labels', () => {
    const unlabelled = TfidfModel.parse({ ...model, coefficients: null, intercepts: null, labels: null });
    expect(() => predictTfidf(unlabelled, 'refund')).toThrow('without labels');
  });
});
