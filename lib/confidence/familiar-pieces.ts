import type { FamiliarPieces } from '../../contracts/confidence.ts';

/** Characters of a piece: the ones that told other tasks' inputs best at the size of a filter that a bundle can carry. */
const LENGTH = 5;
/** Bits of the filter by piece, and bits that a piece sets: at most 3 of 100 unknown pieces pass for known. */
const BITS_PER_PIECE = 10;
const HASHES = 4;
/** Sizes of the filter, as powers of two: 128 bytes, and 512 KiB, above which it would outweigh a small student. */
const LEAST_BITS = 10;
const MOST_BITS = 22;

/** The pieces of training inputs, as a Bloom filter: the same texts in any order give the same bits. */
export function familiarPieces(texts: readonly string[]): FamiliarPieces {
  const pieces = new Set<string>();
  for (const text of texts) for (const piece of piecesOf(text, LENGTH)) pieces.add(piece);
  const power = Math.ceil(Math.log2(Math.max(1, pieces.size * BITS_PER_PIECE)));
  const size = 2 ** Math.min(MOST_BITS, Math.max(LEAST_BITS, power));
  const bits = Buffer.alloc(size / 8);
  for (const piece of pieces) {
    for (const place of placesOf(piece, HASHES, size))
      bits.writeUInt8(bits.readUInt8(place >> 3) | (1 << (place & 7)), place >> 3);
  }
  return { version: 1, length: LENGTH, hashes: HASHES, bits: bits.toString('base64') };
}

/**
 * Of a text: the share of its pieces that are known, with one known piece more to be mild with short texts; 0 for a text
 * without a letter or a digit. `predict.mjs` and `predict.py` of a bundle do the same.
 */
export function knownShareOf({ length, hashes, bits }: FamiliarPieces): (text: string) => number {
  const filter = Buffer.from(bits, 'base64');
  const has = (piece: string): boolean =>
    placesOf(piece, hashes, filter.length * 8).every((place) => (filter.readUInt8(place >> 3) >> (place & 7)) & 1);
  return (text) => {
    const pieces = piecesOf(text, length);
    if (pieces.length === 0) return 0;
    return (pieces.filter(has).length + 1) / (pieces.length + 1);
  };
}

/** Runs of characters of the words in lower case, with one space between words and at both ends. */
export function piecesOf(text: string, length: number): readonly string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  if (words === null) return [];
  const characters = Array.from(` ${words.join(' ')} `);
  const last = Math.max(0, characters.length - length);
  return Array.from({ length: last + 1 }, (_, at) => characters.slice(at, at + length).join(''));
}

/**
 * Places of a piece in the filter, by two hashes (FNV-1a over code points, mixed as MurmurHash3 ends).
 * @see Kirsch & Mitzenmacher 2006, "Less Hashing, Same Performance: Building a Better Bloom Filter"
 */
function placesOf(piece: string, hashes: number, size: number): readonly number[] {
  let hash = 0x811c9dc5;
  for (const character of piece) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  const first = mixed(hash);
  const step = mixed(first ^ 0x9e3779b9) | 1;
  return Array.from({ length: hashes }, (_, at) => ((first + Math.imul(at, step)) >>> 0) % size);
}

function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
