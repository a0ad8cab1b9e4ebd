import { describe, expect, it } from 'vitest';
import { holm } from '../../../../lib/statistics/holm.ts';
import { mcnemarP } from '../../../../lib/statistics/mcnemar.ts';
import { normalQuantile } from '../../../../lib/statistics/normal-quantile.ts';
import { normalShare } from '../../../../lib/statistics/normal-share.ts';
import { pairedBootstrap, type Weighed } from '../../../../lib/statistics/paired-bootstrap.ts';
import { rowsToSettle } from '../../../../lib/statistics/power.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { tangoInterval } from '../../../../lib/statistics/tango.ts';
import { wilsonInterval } from '../../../../lib/statistics/wilson.ts';
import recorded from '../../../support/recorded/statistics.json' with { type: 'json' };

/** Values above have closed forms, or were bisected to 1e-14 by an independent likelihood search. */
const TOLERANCE = 1e-9;
const differs = (one: number, other: number): number => Math.abs(one - other);

const meanOf =
  (values: readonly number[]): Weighed =>
  (weights) => {
    const weight = (row: number): number => weights?.[row] ?? 1;
    const rows = values.reduce((sum, _, row) => sum + weight(row), 0);
    return values.reduce((sum, value, row) => sum + weight(row) * value, 0) / rows;
  };

describe('against scipy and statsmodels', () => {
  it.each(recorded.normalQuantile)('normal quantile of $share', ({ share, quantile }) => {
    expect(differs(normalQuantile(share), quantile)).toBeLessThan(TOLERANCE);
  });

  it.each(recorded.normalShare)('normal share below $value', ({ value, share }) => {
    expect(differs(normalShare(value), share)).toBeLessThan(1e-14);
  });

  it.each(recorded.wilson)(
    'Wilson interval of $hits in $rows, $tail on each side',
    ({ hits, rows, tail, low, high }) => {
      const interval = wilsonInterval(hits, rows, tail);
      expect(differs(interval.low, low)).toBeLessThan(TOLERANCE);
      expect(differs(interval.high, high)).toBeLessThan(TOLERANCE);
    },
  );

  it.each(recorded.tango)(
    'Tango interval of $onlyFirst against $onlySecond in $rows, $tail on each side',
    ({ low, high, tail, ...table }) => {
      const interval = tangoInterval(table, tail);
      expect(differs(interval.low, low)).toBeLessThan(TOLERANCE);
      expect(differs(interval.high, high)).toBeLessThan(TOLERANCE);
    },
  );

  it.each(recorded.mcnemar)('exact McNemar of $onlyFirst against $onlySecond', ({ p, ...table }) => {
    expect(differs(mcnemarP(table), p)).toBeLessThan(TOLERANCE);
  });

  it.each(recorded.holm)('Holm’s correction of $ps', ({ ps, corrected }) => {
    expect(holm(ps).map((p) => p.toFixed(12))).toEqual(corrected.map((p) => p.toFixed(12)));
  });

  it.each(recorded.power)(
    'rows for a gap of $gap at variance $variance, $varianceAtLimit at the limit, alpha $alpha',
    ({ variance, gap, alpha, varianceAtLimit, rows }) => {
      expect(rowsToSettle(variance, gap, alpha, varianceAtLimit)).toBe(rows);
    },
  );

  it.each(recorded.pairedBootstrap)('paired bootstrap over groups, seed $seed', (sample) => {
    const { groups, seed, resamples } = sample;
    const work = { groups, seed, first: meanOf(sample.first), second: meanOf(sample.second) };
    const found = pairedBootstrap({ ...work, resamples });
    const quantile = (share: number): number => found?.quantile(share) ?? Number.NaN;
    expect(found?.seen).toBeCloseTo(sample.seen, 12);
    expect(found?.standardError).toBeCloseTo(sample.standardError, 12);
    expect(found?.shareAtMost(0)).toBeCloseTo(sample.shareAtMostZero, 12);
    for (const [share = 0, wanted = 0] of sample.quantiles) expect(quantile(share)).toBeCloseTo(wanted, 12);
    for (const [share = 0, wanted = 0] of sample.limits) expect(found?.limit(share)).toBeCloseTo(wanted, 12);
  });

  it.each(recorded.random)('xoshiro128** from seed $seed', ({ seed, words }) => {
    const random = createRandom(seed);
    expect(words.map(() => random.int(2 ** 32))).toEqual(words);
  });
});
