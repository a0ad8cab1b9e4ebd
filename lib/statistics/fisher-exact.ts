/**
 * One-sided p of the hypothesis that a slice has as large a share of hits as the rest: the probability of `hits` or fewer
 * among `rows` drawn from both together (Fisher's exact test on the 2 × 2 table, alternative "less").
 *
 * @throws RangeError unless 0 ≤ hits ≤ rows on both sides
 * @see Fisher 1934, "Statistical Methods for Research Workers", section 21.02
 */
export function fisherLess(slice: Tried, rest: Tried): number {
  for (const { hits, rows } of [slice, rest])
    if (!(hits >= 0 && hits <= rows)) throw new RangeError(`${hits} of ${rows} is no count of hits`);
  const [allHits, allRows] = [slice.hits + rest.hits, slice.rows + rest.rows];
  // Fewer hits cannot be drawn than the misses leave room for.
  const least = Math.max(0, slice.rows - (allRows - allHits));
  const logAll = logChoose(allRows, slice.rows);
  let sum = 0;
  for (let hits = least; hits <= slice.hits; hits += 1)
    sum += Math.exp(logChoose(allHits, hits) + logChoose(allRows - allHits, slice.rows - hits) - logAll);
  return Math.min(1, sum);
}

interface Tried {
  readonly hits: number;
  readonly rows: number;
}

/** Natural logarithm of the number of ways to draw `drawn` of `all`. */
function logChoose(all: number, drawn: number): number {
  const fewer = Math.min(drawn, all - drawn);
  let log = 0;
  for (let at = 1; at <= fewer; at += 1) log += Math.log((all - fewer + at) / at);
  return log;
}
