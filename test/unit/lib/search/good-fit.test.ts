import { describe, expect, it } from 'vitest';
import { isGoodFit } from '../../../../lib/search/good-fit.ts';

const GOOD = { place: 1, proven: true, vector: 0.25, rows: 0.2 };

describe('isGoodFit', () => {
  it('holds for the best dataset, proven, and near as a whole and by its rows', () => {
    expect(isGoodFit(GOOD)).toBe(true);
  });

  it.each([
    ['is not the best', { place: 2 }],
    ['is not proven by its values', { proven: false }],
    ['is too far as a whole', { vector: 0.249 }],
    ['has rows about something else', { rows: 0.199 }],
  ])('does not hold for one that %s', (_, lacking) => {
    expect(isGoodFit({ ...GOOD, ...lacking })).toBe(false);
  });

  it('goes by the similarity it is given', () => {
    expect([isGoodFit(GOOD, 0.26), isGoodFit({ ...GOOD, vector: -0.5 }, -1)]).toEqual([false, true]);
  });
});
