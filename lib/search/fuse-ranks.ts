/** Cormack et al. 2009 found the order of systems flat around this value; it keeps one list's first place from deciding alone. */
const K = 60;

/**
 * Reciprocal rank fusion: for each item the sum over the rankings of 1 / (60 + its rank from 1), relative to the best (1)
 * and the worst (0). An item that a ranking lacks gets nothing from it.
 * @see Cormack, Clarke and Büttcher 2009, "Reciprocal Rank Fusion Outperforms Condorcet and Individual Rank Learning Methods"
 */
export function fuseRanks(rankings: readonly (readonly string[])[], items: readonly string[]): Map<string, number> {
  const sums = new Map(items.map((item) => [item, 0]));
  for (const ranking of rankings)
    for (const [at, item] of ranking.entries()) sums.set(item, (sums.get(item) ?? 0) + 1 / (K + at + 1));
  const values = [...sums.values()];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return new Map([...sums].map(([item, sum]) => [item, high === low ? 1 : (sum - low) / (high - low)]));
}
