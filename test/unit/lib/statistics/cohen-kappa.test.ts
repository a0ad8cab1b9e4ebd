import { describe, expect, it } from 'vitest';
import { cohenKappa } from '../../../../lib/statistics/cohen-kappa.ts';

const repeat = (what: string, times: number): string[] => Array.from({ length: times }, () => what);

describe('cohenKappa', () => {
  it("is 0.4 for the textbook's 50 proposals: 20 both yes, 5 and 10 split, 15 both no", () => {
    const first = [...repeat('yes', 20), ...repeat('yes', 5), ...repeat('no', 10), ...repeat('no', 15)];
    const second = [...repeat('yes', 20), ...repeat('no', 5), ...repeat('yes', 10), ...repeat('no', 15)];
    expect(cohenKappa(first, second)).toBeCloseTo(0.4, 12);
  });

  it('is 1 where two always agree, below 0 where they do less than chance would', () => {
    expect(cohenKappa(['a', 'b', 'c'], ['a', 'b', 'c'])).toBe(1);
    expect(cohenKappa(['a', 'b'], ['b', 'a'])).toBe(-1);
  });

  it('is not known where chance alone agrees always, or nobody said anything', () => {
    expect(cohenKappa(['a', 'a'], ['a', 'a'])).toBeNull();
    expect(cohenKappa([], [])).toBeNull();
  });

  it('refuses lists that are not about the same rows', () => {
    expect(() => cohenKappa(['a'], [])).toThrow(RangeError);
  });
});
