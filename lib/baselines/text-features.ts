/** Characters of the pieces that are compared beside words: they catch endings, and carry scripts without spaces. */
const PIECE_CHARACTERS = 3;

/** Counts of a text's words and of the character trigrams in them, in lower case. `w:` and `c:` keep the two apart. */
export function textFeatures(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (feature: string): void => {
    counts.set(feature, (counts.get(feature) ?? 0) + 1);
  };
  for (const word of text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? []) {
    count(`w:${word}`);
    const padded = ` ${word} `;
    for (let at = 0; at + PIECE_CHARACTERS <= padded.length; at += 1)
      count(`c:${padded.slice(at, at + PIECE_CHARACTERS)}`);
  }
  return counts;
}
