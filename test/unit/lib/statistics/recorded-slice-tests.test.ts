import { describe, expect, it } from 'vitest';
import { fisherLess } from '../../../../lib/statistics/fisher-exact.ts';
import { rankSumLess } from '../../../../lib/statistics/rank-sum.ts';
import recorded from '../../../support/recorded/slice-tests.json' with { type: 'json' };

const TOLERANCE = 1e-9;

describe('against scipy', () => {
  it.each(recorded.fisher)('Fisher’s exact test of $slice against $rest', ({ slice, rest, p }) => {
    expect(Math.abs(fisherLess(slice, rest) - p)).toBeLessThan(TOLERANCE);
  });

  it('the rank-sum test, with ties and without', () => {
    const differences = recorded.ranks.map(({ slice, rest, p }) => Math.abs(rankSumLess(slice, rest) - p));
    expect(differences.filter((difference) => !(difference < TOLERANCE))).toEqual([]);
    expect(recorded.ranks.some(({ p }) => p < 0.01) && recorded.ranks.some(({ p }) => p > 0.9)).toBe(true);
  });
});

it('finds no slice worse where all values are equal, or nothing is left to compare with', () => {
  expect(rankSumLess([1, 1, 1], [1, 1])).toBe(1);
  expect(rankSumLess([1], [])).toBe(1);
  expect(fisherLess({ hits: 3, rows: 5 }, { hits: 0, rows: 0 })).toBe(1);
});

it('refuses more hits than rows', () => {
  expect(() => fisherLess({ hits: 3, rows: 2 }, { hits: 0, rows: 1 })).toThrow(RangeError);
});
