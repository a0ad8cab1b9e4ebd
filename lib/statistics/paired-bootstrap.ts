import { bootstrap, countGroups, type Resampled } from './bootstrap.ts';

/** Below so many groups percentile limits are too narrow to decide on. */
export const MIN_GROUPS = 100;

/** A metric over rows that count as often as their weights say. */
export type Weighed = (weights?: Float64Array) => number;

/**
 * Difference first − second over resamples that are the same for both; null with fewer than 100 groups.
 * Deterministic for a seed.
 *
 * @see Koehn 2004, "Statistical Significance Tests for Machine Translation Evaluation", section 4
 */
export function pairedBootstrap(work: {
  readonly first: Weighed;
  readonly second: Weighed;
  readonly groups: readonly string[];
  readonly seed: string | number;
  readonly resamples?: number;
}): Resampled | null {
  if (countGroups(work.groups) < MIN_GROUPS) return null;
  return bootstrap({ ...work, statistic: (weights) => work.first(weights) - work.second(weights) });
}
