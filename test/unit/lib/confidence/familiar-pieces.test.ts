import { describe, expect, it } from 'vitest';
import { familiarPieces, knownShareOf, piecesOf } from '../../../../lib/confidence/familiar-pieces.ts';

describe('piecesOf', () => {
  it('runs over the words in lower case, a space between them and at both ends', () => {
    expect(piecesOf('Ab, CD!', 5)).toEqual([' ab c', 'ab cd', 'b cd ']);
  });

  it('takes a short text whole, and nothing of one without words', () => {
    expect(piecesOf('7', 5)).toEqual([' 7 ']);
    expect(piecesOf(' …! ', 5)).toEqual([]);
  });

  it('counts characters, not halves of them', () => {
    expect(piecesOf('𝔘𝔫𝔦', 5)).toEqual([' 𝔘𝔫𝔦 ']);
  });
});

describe('knownShareOf', () => {
  const known = familiarPieces(['where is my parcel', 'the invoice is wrong']);
  const shareOf = knownShareOf(known);

  it('is 1 of what was seen, in whatever case', () => {
    expect(shareOf('Where is MY parcel?')).toBe(1);
  });

  it('counts pieces, with one known one more', () => {
    // " parc" … "rcel " stand in a training input; those with "blue" and the one that ends in it do not.
    const pieces = piecesOf('blue parcel', 5);
    expect(pieces).toHaveLength(9);
    expect(shareOf('blue parcel')).toBe((4 + 1) / (9 + 1));
  });

  it('is 0 where there is no word', () => {
    expect(shareOf('???')).toBe(0);
  });

  it('does not depend on the order of the texts', () => {
    expect(familiarPieces(['the invoice is wrong', 'where is my parcel'])).toEqual(known);
  });

  it('lets few unknown pieces pass for known', () => {
    const texts = Array.from({ length: 500 }, (_, at) => `w${at * 7919}x${at * 104_729}`);
    const others = Array.from({ length: 500 }, (_, at) => `q${at * 6007}z${at * 99_991}`);
    const share = knownShareOf(familiarPieces(texts));
    const seen = new Set(texts.flatMap((text) => piecesOf(text, 5)));
    const pieces = others.flatMap((text) => piecesOf(text, 5));
    const unknown = pieces.filter((piece) => !seen.has(piece));
    // Of each text the filter's known pieces, less those that are known.
    const passed = others.reduce((sum, text) => sum + share(text) * (piecesOf(text, 5).length + 1) - 1, 0);
    expect(Math.round(passed) - (pieces.length - unknown.length)).toBeLessThan(0.03 * unknown.length);
  });
});
