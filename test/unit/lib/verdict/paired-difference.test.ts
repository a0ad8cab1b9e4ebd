import { describe, expect, it } from 'vitest';
import { METRICS } from '../../../../lib/metrics/metric.ts';
import { scoredByMean } from '../../../../lib/metrics/scored-rows.ts';
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
