/** What two systems got right on the same rows. Rows on which both or neither are right count in `rows` alone. */
export interface PairedTable {
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly rows: number;
}

/** Counts rows on which one alone scores 1; values are 0 or 1. */
export function pairedTable(first: readonly number[], second: readonly number[]): PairedTable {
  if (first.length !== second.length)
    throw new RangeError(`${first.length} rows of one against ${second.length} of the other`);
  const count = (better: (one: number, other: number) => boolean): number =>
    first.filter((value, row) => better(value, second[row] ?? value)).length;
  return {
    onlyFirst: count((one, other) => one > other),
    onlySecond: count((one, other) => one < other),
    rows: first.length,
  };
}
