import { createHash } from 'node:crypto';

/** Numbers that only look random: the same seed gives the same ones on every machine. Not for secrets. */
export interface Random {
  /** At least 0, below 1; 53 random bits. */
  readonly next: () => number;
  /** A whole number, at least 0 and below `limit`, each as likely. */
  readonly int: (limit: number) => number;
  /** A copy in another order; each order as likely. */
  readonly shuffle: <Row>(rows: readonly Row[]) => Row[];
}

/**
 * xoshiro128** whose state is the start of SHA-256 of the seed, so that close seeds are far apart. 1 and '1' are one seed.
 *
 * @see Blackman & Vigna 2021, "Scrambled Linear Pseudorandom Number Generators"
 */
export function createRandom(seed: string | number): Random {
  const word = createWords(seed);
  const int = (limit: number): number => {
    if (!Number.isInteger(limit) || limit < 1 || limit > 2 ** 32)
      throw new RangeError(`a random number below ${limit} was asked for; the limit is a whole number from 1 to 2^32`);
    // Words above the last whole multiple of the limit are drawn again, or small numbers would come too often.
    const fair = limit * Math.floor(2 ** 32 / limit);
    let drawn = word();
    while (drawn >= fair) drawn = word();
    // The remainder; `%` of numbers above 2^31 is several times slower, and resampling draws millions.
    return drawn - limit * Math.floor(drawn / limit);
  };
  const next = (): number => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
  return {
    next,
    int,
    // Each row draws a number and they are sorted by it: with 53 bits, two rows never draw the same in practice.
    shuffle: (rows) =>
      rows
        .map((row) => ({ row, drawn: next() }))
        .toSorted((one, other) => one.drawn - other.drawn)
        .map(({ row }) => row),
  };
}

/** Words of 32 bits, 0 to 2^32 − 1. */
function createWords(seed: string | number): () => number {
  const digest = createHash('sha256').update(String(seed)).digest();
  let [a, b, c, d] = [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), digest.readUInt32LE(12)];
  return () => {
    const word = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return word;
  };
}

const rotate = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));
