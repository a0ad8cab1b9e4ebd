import type { ScoredRows } from './scored-rows.ts';
import { sumRows } from './sum-rows.ts';

/** A metric of sums over rows: `counts`, as many of every row, are added up and `valueOf` makes them one value; 0 of no rows. */
export function scoredBySums(
  counts: readonly (readonly number[])[],
  valueOf: (sums: Float64Array) => number,
): ScoredRows {
  // One count more: how often each row is drawn.
  const width = 1 + (counts[0]?.length ?? 0);
  const statistics = Float64Array.from(counts.flatMap((row) => [...row, 1]));
  const value = (sums: Float64Array): number => (sums[width - 1] === 0 ? 0 : valueOf(sums.subarray(0, width - 1)));
  return {
    rows: counts.length,
    perRow: counts.map((row) => valueOf(Float64Array.from(row))),
    value: (weights) => value(sumRows(statistics, width, weights)),
  };
}
