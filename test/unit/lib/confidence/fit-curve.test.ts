import { describe, expect, it } from 'vitest';
import { auroc } from '../../../../lib/confidence/auroc.ts';
import { fitCurve } from '../../../../lib/confidence/fit-curve.ts';
import { sigmoid } from '../../../../lib/confidence/sigmoid.ts';
import recorded from '../../../support/recorded/curves.json' with { type: 'json' };

/** Seven digits are kept, and BFGS ends near the minimum and not on it. */
const TOLERANCE = 1e-5;

describe.each(recorded)('a curve over answers that are $name', ({ logProbabilities, scores, ...expected }) => {
  const rows = logProbabilities.map((logProbability, at) => ({ logProbability, score: scores[at] ?? NaN }));

  it("is scipy's", () => {
    const { slope, intercept } = fitCurve(rows);
    expect(Math.abs(slope - expected.slope)).toBeLessThan(TOLERANCE);
    expect(Math.abs(intercept - expected.intercept)).toBeLessThan(TOLERANCE);
  });

  it("orders answers as scikit-learn's AUROC has it", () => {
    const found = auroc(rows.map(({ logProbability, score }) => ({ confidence: Math.exp(logProbability), score })));
    expect(found === null).toBe(expected.auroc === null);
    expect(found ?? 0).toBeCloseTo(expected.auroc ?? 0, 12);
  });
});

const confidences = (rows: Parameters<typeof fitCurve>[0]) => {
  const { slope, intercept } = fitCurve(rows);
  return rows.map(({ logProbability }) => sigmoid(slope * logProbability + intercept));
};
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('fitCurve', () => {
  it('promises no certainty to rows that are all right, and is surer of the likelier ones', () => {
    const rows = Array.from({ length: 98 }, (_, at) => ({ logProbability: at < 90 ? -0.01 : -1, score: 1 }));
    const [likely = NaN, ...rest] = confidences(rows);
    expect(likely).toBeLessThan(1);
    expect(likely).toBeGreaterThan(0.99);
    // Of the one wrong answer 0.85 are expected among the 8 (8 · 0.632 of 90 · 0.01 + 8 · 0.632), beside 0.03 of a right one.
    expect(rest.at(-1)).toBeCloseTo(1 - (8 * (1 - Math.exp(-1))) / 5.9522 / (8 + 0.849 + 0.0321), 2);
  });

  it('gives the mean score where log probabilities say nothing', () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({ logProbability: -2, score: at % 4 === 0 ? 0 : 1 }));
    // 30 of 40 are right, and one more of each: 31 of 42.
    expect(mean(confidences(rows))).toBeCloseTo(31 / 42, 6);
  });

  it('falls where the likelier answers are the wrong ones', () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({ logProbability: -at / 10, score: at < 20 ? 0 : 1 }));
    expect(fitCurve(rows).slope).toBeLessThan(0);
  });

  it('ends where right and wrong are parted as far as can be', () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({
      logProbability: at < 20 ? -0.001 : -900,
      score: at < 20 ? 1 : 0,
    }));
    const { slope, intercept } = fitCurve(rows);
    expect(Number.isFinite(slope) && Number.isFinite(intercept)).toBe(true);
    expect(confidences(rows).slice(19, 21)).toEqual([expect.closeTo(1, 1), expect.closeTo(0, 1)]);
  });
});

describe('auroc', () => {
  it('counts ties by half, and is nothing where all are right', () => {
    const rows = [
      { confidence: 0.9, score: 1 },
      { confidence: 0.5, score: 0 },
      { confidence: 0.5, score: 1 },
      { confidence: 0.1, score: 0 },
    ];
    expect(auroc(rows)).toBe(3.5 / 4);
    expect(auroc(rows.filter(({ score }) => score === 1))).toBeNull();
  });
});
