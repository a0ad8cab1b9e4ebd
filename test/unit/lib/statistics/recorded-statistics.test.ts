import { describe, expect, it } from 'vitest';
import { mcnemarP } from '../../../../lib/statistics/mcnemar.ts';
import { normalQuantile } from '../../../../lib/statistics/normal-quantile.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';
import { tangoInterval } from '../../../../lib/statistics/tango.ts';
import { wilsonInterval } from '../../../../lib/statistics/wilson.ts';
import recorded from '../../../support/recorded/statistics.json' with { type: 'json' };

/** Values above have closed forms, or were bisected to 1e-14 by an independent likelihood search. */
const TOLERANCE = 1e-9;
const differs = (one: number, other: number): number => Math.abs(one - other);

describe('against scipy and statsmodels', () => {
  it.each(recorded.normalQuantile)('normal quantile of $share', ({ share, quantile }) => {
    expect(differs(normalQuantile(share), quantile)).toBeLessThan(TOLERANCE);
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

  it.each(recorded.random)('xoshiro128** from seed $seed', ({ seed, words }) => {
    const random = createRandom(seed);
    expect(words.map(() => random.int(2 ** 32))).toEqual(words);
  });
});
