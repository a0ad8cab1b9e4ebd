import { describe, expect, it } from 'vitest';
import { fuseRanks } from '../../../../lib/search/fuse-ranks.ts';

describe('fuseRanks', () => {
  it('adds 1 / (60 + rank) over the rankings, from 0 for the worst to 1 for the best', () => {
    const fused = fuseRanks(
      [
        ['a', 'b', 'c'],
        ['b', 'c'],
      ],
      ['a', 'b', 'c'],
    );
    const [a, b, c] = [1 / 61, 1 / 62 + 1 / 61, 1 / 63 + 1 / 62];
    expect(fused.get('b')).toBe(1);
    expect(fused.get('a')).toBe(0);
    expect(fused.get('c')).toBeCloseTo((c - a) / (b - a), 12);
  });

  it('takes equals for the best', () => {
    expect(fuseRanks([], ['a', 'b'])).toEqual(
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
    );
  });
});
