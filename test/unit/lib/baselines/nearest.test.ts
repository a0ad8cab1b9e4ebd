import { describe, expect, it } from 'vitest';
import { answerByNearest, nearestRows } from '../../../../lib/baselines/nearest.ts';

describe('answerByNearest', () => {
  it('gives the output of the row that shares the rare words', () => {
    const train = [
      { text: 'where is the parcel', output: 'delivery' },
      { text: 'where is the refund', output: 'billing' },
      { text: 'where is the manual', output: 'help' },
    ];
    expect(answerByNearest(train, ['The refund, where?', 'MANUAL', 'any parcels'])).toEqual([
      'billing',
      'help',
      'delivery',
    ]);
  });
});

describe('nearestRows', () => {
  it('finds a text itself, with similarity 1', () => {
    const [found] = nearestRows(['a b c', 'b c d e', 'c d'], ['b c d e']);
    expect(found?.row).toBe(1);
    expect(found?.similarity).toBeCloseTo(1, 12);
  });

  it('computes the cosine of TF-IDF', () => {
    // Features: word x and the trigram ' x ' in both rows (IDF 1), word y and ' y ' in the first alone (IDF ln(3/2) + 1).
    const idf = Math.log(3 / 2) + 1;
    const [found] = nearestRows(['x y', 'x'], ['y']);
    expect(found?.row).toBe(0);
    expect(found?.similarity).toBeCloseTo(idf / Math.sqrt(1 + idf ** 2), 12);
  });

  it('takes the earliest of equals, and the first row where nothing is shared', () => {
    const found = nearestRows(['p q', 'x y', 'x y'], ['x y', 'zzz', '']);
    expect(found.map(({ row }) => row)).toEqual([1, 0, 0]);
    expect(found[1]?.similarity).toBe(0);
  });

  it('compares scripts without spaces by pieces of words', () => {
    expect(nearestRows(['東京都庁', '大阪城公園'], ['大阪城'])[0]?.row).toBe(1);
  });

  it('refuses to look among nothing', () => {
    expect(() => nearestRows([], ['x'])).toThrow(RangeError);
  });
});
