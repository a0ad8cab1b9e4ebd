import { normalQuantile } from './normal-quantile.ts';

/** Chance of proving what is true that a test is planned for. */
const POWER = 0.8;

/**
 * Rows after which a one-sided test at `alpha` tells a difference from a limit with 80 % power:
 * (z of 1 − alpha + z of 0.8)² · variance / gap². Null where there is no gap: no number of rows would do.
 *
 * `variance`: of one row's difference between the two; for rates the share of discordant rows less the squared
 * difference. `gap`: true difference less limit (with a margin of 2 points and equal systems 0.02). 10 % discordant rows
 * take 1,546 rows for 2 points, 248 for 5, 62 for 10.
 */
export function rowsToSettle(variance: number, gap: number, alpha: number): number | null {
  if (gap === 0) return null;
  const z = normalQuantile(1 - alpha) + normalQuantile(POWER);
  return Math.max(1, Math.ceil((z * z * variance) / (gap * gap)));
}
