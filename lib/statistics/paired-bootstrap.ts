import { bootstrap, countGroups, type Resampled } from './bootstrap.ts';
import { shareCorrection } from './corrected-share.ts';

/** Below so many groups limits by resampling are too narrow to decide on. */
export const MIN_GROUPS = 100;

/** A metric over rows that count as often as their weights say. */
export type Weighed = (weights?: Float64Array) => number;

export interface PairedResampled extends Resampled {
  /** What the true difference stays below with probability `share` (BCa): its limits keep to their error where `quantile`'s do not. */
  readonly limit: (share: number) => number;
}

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
}): PairedResampled | null {
  if (countGroups(work.groups) < MIN_GROUPS) return null;
  const statistic = (weights?: Float64Array): number => work.first(weights) - work.second(weights);
  const resampled = bootstrap({ ...work, statistic });
  const corrected = shareCorrection({ groups: work.groups, statistic }, resampled);
  return { ...resampled, limit: (share) => resampled.quantile(corrected(share)) };
}
