import { normalQuantile } from './normal-quantile.ts';

/** Chance of proving what is true that a test is planned for. */
export const POWER = 0.8;

/**
 * Rows after which a one-sided test at `alpha` tells a difference from a limit with 80 % power:
 * ((z of 1 − alpha · deviation at the limit + z of 0.8 · deviation) / gap)². Null where there is no gap: no number of rows
 * would do.
 *
 * `variance`: of one row's difference between the two; for rates the share of discordant rows less the squared
 * difference. `gap`: true difference less limit (with a margin of 2 points and equal systems 0.02). `varianceAtLimit`: what
 * the test itself supposes at the limit, where that is another one. 10 % discordant rows take 1,546 rows for 2 points, 248
 * for 5, 62 for 10; with Tango's variance at the limit 1,578, 274, 81.
 * @see Lachin 1981, "Introduction to sample size determination and power analysis for clinical trials"
 */
export function rowsToSettle(
  variance: number,
  gap: number,
  alpha: number,
  varianceAtLimit: number = variance,
): number | null {
  if (gap === 0) return null;
  const deviations =
    normalQuantile(1 - alpha) * Math.sqrt(varianceAtLimit) + normalQuantile(POWER) * Math.sqrt(variance);
  return Math.max(1, Math.ceil((deviations / gap) ** 2));
}
