import type { Interval } from './interval.ts';
import { normalQuantile } from './normal-quantile.ts';
import type { PairedTable } from './paired-table.ts';

/** Halvings of an interval of length 2 down to where doubles cannot tell its ends apart. */
const HALVINGS = 80;

/**
 * Interval of the difference of two proportions on the same rows, first − second, −1 to 1.
 *
 * `tail` is the probability left out on each side: 0.025 gives the two-sided 95 % interval, and with 0.05 each limit by
 * itself is the one-sided 95 % limit. Solved by bisection to machine precision. Good with few or no discordant rows,
 * where Wald's interval collapses.
 *
 * @throws RangeError for a table without rows, or with more discordant rows than rows
 * @see Tango 1998, "Equivalence test and confidence interval for the difference in proportions for the paired-sample design"
 */
export function tangoInterval(table: PairedTable, tail: number): Interval {
  const { onlyFirst, onlySecond, rows } = table;
  if (!(rows > 0 && onlyFirst >= 0 && onlySecond >= 0 && onlyFirst + onlySecond <= rows))
    throw new RangeError(`${onlyFirst} and ${onlySecond} discordant of ${rows} rows are no paired table`);
  const z = normalQuantile(1 - tail);
  const seen = (onlyFirst - onlySecond) / rows;
  return {
    low: crossing(-1, seen, (difference) => scoreStatistic(table, difference) > z),
    high: crossing(seen, 1, (difference) => scoreStatistic(table, difference) > -z),
  };
}

/** Where the score statistic, which falls as the difference grows, stops being above the limit. */
function crossing(from: number, to: number, isAbove: (difference: number) => boolean): number {
  let [low, high] = [from, to];
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Standardised distance of what was seen from a supposed difference; the variance is the one most likely under it. */
function scoreStatistic(table: PairedTable, difference: number): number {
  const gap = table.onlyFirst - table.onlySecond - table.rows * difference;
  if (gap === 0) return 0;
  const variance = table.rows * varianceUnder(table, difference);
  return variance > 0 ? gap / Math.sqrt(variance) : gap * Number.POSITIVE_INFINITY;
}

/** Variance of one row's difference that is most likely for such a table, were `difference` the true one. */
export function varianceUnder({ onlyFirst, onlySecond, rows }: PairedTable, difference: number): number {
  // The root of a·q² + b·q + c, q being the probability that the second alone is right.
  const a = 2 * rows;
  const b = -onlyFirst - onlySecond + (2 * rows - onlyFirst + onlySecond) * difference;
  const c = -onlySecond * difference * (1 - difference);
  const secondAlone = (Math.sqrt(Math.max(0, b * b - 4 * a * c)) - b) / (2 * a);
  return 2 * secondAlone + difference * (1 - difference);
}
