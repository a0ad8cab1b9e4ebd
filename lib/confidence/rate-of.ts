import type { Rate } from '../../contracts/confidence.ts';
import { wilsonInterval } from '../statistics/wilson.ts';

/**
 * The mean of rows' scores with its 95 % interval: Wilson's, since rows are right or wrong. Scores between 0 and 1 scatter
 * less than right and wrong with the same mean do, so that theirs is rather too wide. Null of no rows.
 */
export function rateOf(rows: readonly { readonly score: number }[]): Rate | null {
  if (rows.length === 0) return null;
  // A sum of fractions may end a hair above the whole number.
  const sum = Math.min(
    rows.length,
    rows.reduce((total, { score }) => total + score, 0),
  );
  return { value: sum / rows.length, ...wilsonInterval(sum, rows.length), rows: rows.length };
}
