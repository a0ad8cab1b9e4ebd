/** The known word that takes the fewest edits to reach from `word`; the first of equals; null where none is known. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const ranked = known.map((candidate) => ({
    candidate,
    edits: editDistance(word.toLowerCase(), candidate.toLowerCase()),
  }));
  const [best] = ranked.toSorted((a, b) => a.edits - b.edits);
  return best?.candidate ?? null;
}

/**
 * Edits (insert, delete, replace, swap of neighbours) between two words: optimal string alignment.
 * @see Damerau 1964, "A technique for computer detection and correction of spelling errors"
 */
export function editDistance(from: string, to: string): number {
  const rows = [[...Array(to.length + 1).keys()]];
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = at(rows, i - 1, j - 1) + (from[i - 1] === to[j - 1] ? 0 : 1);
      const swapped =
        from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? at(rows, i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      row.push(Math.min(at(rows, i - 1, j) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped));
    }
    rows.push(row);
  }
  return at(rows, from.length, to.length);
}

/** Outside of the table nothing is cheap. */
const at = (rows: readonly (readonly number[])[], i: number, j: number): number =>
  rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
