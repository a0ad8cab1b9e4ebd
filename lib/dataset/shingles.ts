/** Characters in a row that are compared. Shorter ones are shared by chance, longer ones do not survive a small edit. */
const SHINGLE_CHARACTERS = 5;

/**
 * Set of character 5-grams of each text, as ascending numbers that are the same for all texts; rarer 5-grams have lower
 * numbers. A text shorter than that is its own only shingle; an empty one has none. Sets of different calls must not meet.
 */
export function shingleSets(texts: readonly string[]): Int32Array[] {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  const sets = texts.map((text) => {
    const set = new Set<number>();
    for (const shingle of shingles(text)) {
      const number = numbers.get(shingle) ?? numbers.size;
      if (number === counts.length) {
        numbers.set(shingle, number);
        counts.push(0);
      }
      set.add(number);
    }
    for (const number of set) counts[number] = (counts[number] ?? 0) + 1;
    return Int32Array.from(set);
  });
  const ranks = rarestFirst(counts);
  return sets.map((set) => set.map((number) => ranks[number] ?? 0).toSorted());
}

function* shingles(text: string): Generator<string> {
  if (text === '') return;
  const last = Math.max(0, text.length - SHINGLE_CHARACTERS);
  for (let at = 0; at <= last; at += 1) yield text.slice(at, at + SHINGLE_CHARACTERS);
}

/** Rank of each number when ordered by how many texts hold it; the earlier seen first among equals. */
function rarestFirst(counts: readonly number[]): Int32Array {
  const order = Int32Array.from(counts.keys()).toSorted(
    (one, other) => (counts[one] ?? 0) - (counts[other] ?? 0) || one - other,
  );
  const ranks = new Int32Array(counts.length);
  for (const [rank, number] of order.entries()) ranks[number] = rank;
  return ranks;
}
