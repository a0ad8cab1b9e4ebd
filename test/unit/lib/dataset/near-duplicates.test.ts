import { describe, expect, it } from 'vitest';
import { createNearIndex, isNear, NEAR } from '../../../../lib/dataset/near-duplicates.ts';
import { shingleSets } from '../../../../lib/dataset/shingles.ts';
import { createRandom } from '../../../../lib/statistics/random.ts';

const WORDS =
  'delivery late parcel refund broken screen invoice wrong account locked please help today again never'.split(' ');

/** Sentences of a dozen words, and copies of them with one to four words changed. */
function varied(count: number): string[] {
  const random = createRandom(7);
  const word = (): string => WORDS[random.int(WORDS.length)] ?? '';
  const texts: string[] = [];
  while (texts.length < count) {
    const words = Array.from({ length: 12 }, word);
    texts.push(words.join(' '));
    for (let copy = 0; copy < 3; copy += 1) {
      for (let edit = 0; edit <= copy; edit += 1) words[random.int(words.length)] = word();
      texts.push(words.join(' '));
    }
  }
  return texts.slice(0, count);
}

function jaccard(one: Int32Array, other: Int32Array): number {
  const shared = one.filter((shingle) => other.includes(shingle)).length;
  return shared / (one.length + other.length - shared);
}

const range = (from: number, to: number): Int32Array => Int32Array.from({ length: to - from }, (_, at) => from + at);

describe('createNearIndex', () => {
  it('finds every pair that comparing all with all finds, and no other', () => {
    const sets = shingleSets(varied(240));
    const index = createNearIndex();
    const found: string[] = [];
    const wanted: string[] = [];
    for (const [row, set] of sets.entries()) {
      for (const other of index.near(set)) found.push(`${other} ${row}`);
      for (const [other, before] of sets.slice(0, row).entries())
        if (jaccard(before, set) >= NEAR) wanted.push(`${other} ${row}`);
      index.add(set);
    }
    expect(wanted.length).toBeGreaterThan(40);
    expect(found.toSorted()).toEqual(wanted.toSorted());
  });

  it('does not compare rows that are to be skipped', () => {
    const [set = new Int32Array(0)] = shingleSets(['the same text']);
    const index = createNearIndex();
    index.add(set);
    index.add(set);
    expect(index.near(set, (row) => row === 0)).toEqual([1]);
  });
});

describe('isNear', () => {
  it('takes exactly four fifths for near, and less for not', () => {
    // 8 shared of 10; 35 shared of 44 is 0.795.
    expect(isNear(range(0, 9), range(1, 10))).toBe(true);
    expect(isNear(range(0, 40), range(5, 44))).toBe(false);
  });

  it('takes empty texts for near nothing', () => {
    expect(isNear(new Int32Array(0), new Int32Array(0))).toBe(false);
  });
});

describe('shingleSets', () => {
  it('gives rarer 5-grams lower numbers, the same in all texts', () => {
    // 'abcde' stands in both, 'bcdef' in the first, 'bcdeg' in the second.
    expect(shingleSets(['abcdef', 'abcdeg']).map((set) => [...set])).toEqual([
      [0, 2],
      [1, 2],
    ]);
  });

  it('takes a short text for its own shingle and an empty one for none', () => {
    expect(shingleSets(['abc', 'abc', '']).map((set) => [...set])).toEqual([[0], [0], []]);
  });
});
