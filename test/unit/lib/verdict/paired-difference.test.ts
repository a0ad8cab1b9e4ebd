import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../../lib/metrics/metric.ts';
import { scoredByMean } from '../../../../lib/metrics/scored-rows.ts';
import { pairedBootstrap } from '../../../../lib/statistics/paired-bootstrap.ts';
import { pairedDifference } from '../../../../lib/verdict/paired-difference.ts';

const groups = Array.from({ length: 120 }, (_, row) => `${row}`);

describe('pairedDifference', () => {
  it('says of equal systems that nothing tells them apart, by either method', () => {
    const same = scoredByMean(groups.map((_, row) => row % 2));
    expect(pairedDifference({ metric: 'accuracy', groups, seed: 1 }, same, same).p).toBe(1);
    expect(pairedDifference({ metric: 'chrf++', groups, seed: 1 }, same, same).p).toBe(1);
  });

  it('keeps some variance for planning where no row is discordant', () => {
    const same = scoredByMean(groups.map(() => 1));
    expect(pairedDifference({ metric: 'accuracy', groups, seed: 1 }, same, same).variance).toBe(1 / 122);
  });

  it('allows for what few rows that lose much hide: the lower limit is lower than the resamples’ own', () => {
    const teacher = scoredByMean(groups.map(() => 0.9));
    const student = scoredByMean(groups.map((_, row) => (row % 20 === 0 ? 0.9 - 0.1 * (row / 20 + 1) : 0.9)));
    const { low } = pairedDifference({ metric: 'chrf++', groups, seed: 1 }, student, teacher).interval(0.05) ?? {
      low: 0,
    };
    const plain =
      pairedBootstrap({ first: student.value, second: teacher.value, groups, seed: 1 })?.quantile(0.05) ?? 0;
    // Standard error about 0.0078.
    expect(low).toBeLessThan(plain - 0.002);
    expect(low).toBeGreaterThan(plain - 0.008);
  });

  it('plans rates with Tango’s variance at the limit, other metrics with the one they have', () => {
    const half = scoredByMean(groups.map((_, row) => (row < 6 ? 0 : 1)));
    const other = scoredByMean(groups.map((_, row) => (row >= 6 && row < 12 ? 0 : 1)));
    const rate = pairedDifference({ metric: 'accuracy', groups, seed: 1 }, half, other);
    // 6.5 of 122 rows each way; at the limit as an independent search for the likelihood has it.
    expect(rate.variance).toBeCloseTo(13 / 122, 12);
    expect(rate.varianceAt(-0.1)).toBeCloseTo(0.15178, 5);
    const graded = pairedDifference({ metric: 'chrf++', groups, seed: 1 }, half, other);
    expect(graded.varianceAt(-0.1)).toBe(graded.variance);
  });

  it('resamples macro-F1, which has no value for a row', () => {
    const expected = groups.map((_, row) => (row % 3 === 0 ? 'a' : 'b'));
    const score = METRICS['macro-f1'].score;
    const found = pairedDifference(
      { metric: 'macro-f1', groups, seed: 1 },
      score(expected, expected),
      score(
        expected,
        expected.map((label, row) => (row % 6 === 0 ? 'b' : label)),
      ),
    );
    // Half of the a's answered b: F1 of a is 2/3, of b 80·2/(80 + 100) = 8/9.
    expect(found.difference).toBeCloseTo(1 - (2 / 3 + 8 / 9) / 2, 12);
    const { low, high } = found.interval(0.025) ?? { low: 0, high: 0 };
    expect(low).toBeGreaterThan(0.1);
    expect(low).toBeLessThan(found.difference);
    expect(high).toBeGreaterThan(found.difference);
    expect(high).toBeLessThan(0.35);
  });
});
