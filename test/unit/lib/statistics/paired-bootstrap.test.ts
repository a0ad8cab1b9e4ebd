import { describe, expect, it } from 'vitest';
import { bootstrap } from '../../../../lib/statistics/bootstrap.ts';
import { pairedBootstrap, type Weighed } from '../../../../lib/statistics/paired-bootstrap.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

const meanOf =
  (values: readonly number[]): Weighed =>
  (weights) => {
    const weight = (row: number): number => weights?.[row] ?? 1;
    const total = values.reduce((sum, _, row) => sum + weight(row), 0);
    return values.reduce((sum, value, row) => sum + weight(row) * value, 0) / total;
  };
const alone = (rows: number): string[] => Array.from({ length: rows }, (_, row) => `row ${row}`);

describe('pairedBootstrap', () => {
  it('has the standard error of the mean of differences', () => {
    const random = createRandom(1);
    const first = Array.from({ length: 400 }, () => random.next());
    const second = Array.from({ length: 400 }, () => random.next());
    const resampled = pairedBootstrap({ first: meanOf(first), second: meanOf(second), groups: alone(400), seed: 1 });
    const differences = first.map((value, row) => value - (second[row] ?? 0));
    const mean = differences.reduce((sum, value) => sum + value, 0) / 400;
    const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 400;
    expect(resampled?.seen).toBeCloseTo(mean, 12);
    // 2,000 resamples know a standard error to about 1/sqrt(4000) = 1.6 %; limits to a few per cent of it.
    expect((resampled?.standardError ?? 0) / Math.sqrt(variance / 400)).toBeGreaterThan(0.94);
    expect((resampled?.standardError ?? 0) / Math.sqrt(variance / 400)).toBeLessThan(1.06);
    const half = 1.96 * Math.sqrt(variance / 400);
    expect(Math.abs((resampled?.quantile(0.025) ?? 0) - (mean - half))).toBeLessThan(0.15 * half);
    expect(Math.abs((resampled?.quantile(0.975) ?? 0) - (mean + half))).toBeLessThan(0.15 * half);
  });

  it('draws the same rows for both, so that equal systems differ nowhere', () => {
    const values = Array.from({ length: 150 }, (_, row) => row % 7);
    const work = { first: meanOf(values), second: meanOf(values), groups: alone(150), seed: 4, resamples: 50 };
    const resampled = pairedBootstrap(work);
    expect([resampled?.quantile(0), resampled?.quantile(1), resampled?.shareAtMost(0)]).toEqual([0, 0, 1]);
  });

  it('says nothing from fewer than 100 groups, however many rows they hold', () => {
    const groups = Array.from({ length: 990 }, (_, row) => `group ${row % 99}`);
    const system = meanOf(groups.map(() => 1));
    expect(pairedBootstrap({ first: system, second: system, groups, seed: 1 })).toBeNull();
    expect(
      pairedBootstrap({ first: system, second: system, groups: [...groups, 'one more'], seed: 1, resamples: 2 }),
    ).not.toBeNull();
  });

  it('gives the same limits for the same seed and others for another', () => {
    const values = Array.from({ length: 120 }, (_, row) => (row * 37) % 11);
    const limit = (seed: number): number =>
      bootstrap({ groups: alone(120), statistic: meanOf(values), seed, resamples: 200 }).quantile(0.05);
    expect(limit(1)).toBe(limit(1));
    expect(limit(1)).not.toBe(limit(2));
  });
});

describe('bootstrap', () => {
  it('keeps the rows of a group together', () => {
    const groups = ['a', 'a', 'b', 'b'];
    const seen = new Set<string>();
    bootstrap({
      groups,
      statistic: (weights) => {
        if (weights !== undefined) seen.add(weights.join(' '));
        return 0;
      },
      seed: 1,
      resamples: 60,
    });
    expect([...seen].toSorted()).toEqual(['0 0 2 2', '1 1 1 1', '2 2 0 0']);
  });

  it('interpolates quantiles between resamples', () => {
    let next = 0;
    const statistic = (weights?: Float64Array): number => (weights === undefined ? 0 : (next += 1));
    const resampled = bootstrap({ groups: ['a'], statistic, seed: 1, resamples: 5 });
    expect([0, 0.25, 0.4, 1].map(resampled.quantile)).toEqual([1, 2, 2.6, 5]);
    expect(resampled.shareAtMost(2)).toBe(0.4);
  });
});
