import { describe, expect, it } from 'vitest';
import { stratifiedShare } from '../../../../lib/statistics/stratified-share.ts';
import { wilsonInterval } from '../../../../lib/statistics/wilson.ts';

describe('stratifiedShare', () => {
  it("is the plain share with Wilson's interval where every row was looked at", () => {
    const found = stratifiedShare([
      { rows: 20, sampled: 20, hits: 8 },
      { rows: 180, sampled: 180, hits: 171 },
    ]);
    const { low, high } = wilsonInterval(179, 200);
    expect(found?.value).toBeCloseTo(179 / 200, 12);
    expect(found?.low).toBeCloseTo(low, 12);
    expect(found?.high).toBeCloseTo(high, 12);
  });

  it('weighs each stratum by what it is of the first sample, with the variance of double sampling', () => {
    const found = stratifiedShare([
      { rows: 40, sampled: 40, hits: 20 },
      { rows: 160, sampled: 16, hits: 12 },
    ]);
    expect(found?.value).toBeCloseTo(0.2 * 0.5 + 0.8 * 0.75, 12);
    // By hand: shares with two of each more are 22/44 and 14/20, together 0.66. Variance of one sample 0.66·0.34/200 = 0.001122;
    // of looking at a tenth of the second stratum 0.8·0.7·0.3·9/200 = 0.00756. As in a sample of 25.8456 rows.
    const effective = (0.66 * 0.34) / (0.001122 + 0.00756);
    expect(effective).toBeCloseTo(25.8466, 3);
    const { low, high } = wilsonInterval(0.7 * effective, effective);
    expect(found?.low).toBeCloseTo(low, 12);
    expect(found?.high).toBeCloseTo(high, 12);
  });

  it('keeps an interval where all that was looked at is right', () => {
    const found = stratifiedShare([{ rows: 100, sampled: 10, hits: 10 }]);
    expect(found?.value).toBe(1);
    expect(found?.high).toBe(1);
    expect(found?.low).toBeCloseTo(wilsonInterval(10, 10).low, 12);
  });

  it('is not known where a stratum has rows and none was looked at; an empty one does not matter', () => {
    expect(stratifiedShare([{ rows: 3, sampled: 0, hits: 0 }])).toBeNull();
    expect(stratifiedShare([])).toBeNull();
    const some = { rows: 9, sampled: 5, hits: 3 };
    expect(stratifiedShare([{ rows: 0, sampled: 0, hits: 0 }, some])).toEqual(stratifiedShare([some]));
  });
});
