import { createHash } from 'node:crypto';

/** Draws that depend on what the dice were made from, and on nothing else. */
export interface Dice {
  /** A number in [0, 1). */
  readonly roll: () => number;
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  /** True in the given share of draws, 0..1. */
  readonly chance: (share: number) => boolean;
  /** One of the items, each as likely. @throws RangeError when there is none */
  readonly pick: <Item>(items: readonly Item[]) => Item;
}

/** Dice for these parts: equal parts (by their JSON) give equal draws, in the same order. */
export function createDice(...parts: readonly unknown[]): Dice {
  const seed = createHash('sha256').update(JSON.stringify(parts)).digest();
  const roll = createSfc32(seed.readUInt32LE(0), seed.readUInt32LE(4), seed.readUInt32LE(8));
  const between = (low: number, high: number): number => low + Math.floor(roll() * (high - low + 1));
  return {
    roll,
    between,
    chance: (share) => roll() < share,
    pick: (items) => {
      for (const item of items.slice(between(0, items.length - 1))) return item;
      throw new RangeError('nothing to pick from');
    },
  };
}

/**
 * Small fast chaotic generator with 96 bits of seed and a counter.
 * @see Chris Doty-Humphrey, PractRand, `sfc32`: https://pracrand.sourceforge.net
 */
function createSfc32(first: number, second: number, third: number): () => number {
  let [a, b, c, counter] = [first | 0, second | 0, third | 0, 1];
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
