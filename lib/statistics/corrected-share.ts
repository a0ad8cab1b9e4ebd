import { numberGroups, RESAMPLES, type Resampled } from './bootstrap.ts';
import { normalQuantile } from './normal-quantile.ts';
import { normalShare } from './normal-share.ts';

/** Above so many groups several leave at a time: what is estimated fades with their number. */
const MAX_BLOCKS = 1000;

/**
 * Turns the share of resamples that should lie below a limit into the share at which that limit is read off: bias-corrected
 * and accelerated (BCa). Where few rows lose much, the shares themselves give limits that are passed twice as often as they
 * say. Costs up to 1,000 calls of the statistic.
 *
 * @see Efron 1987, "Better Bootstrap Confidence Intervals"
 */
export function shareCorrection(
  work: { readonly groups: readonly string[]; readonly statistic: (weights?: Float64Array) => number },
  resampled: Resampled,
): (share: number) => number {
  const below = (resampled.shareAtMost(resampled.seen) + 1 - resampled.shareAtLeast(resampled.seen)) / 2;
  // No resample on one side means fewer than one, not none.
  const bias = normalQuantile(Math.min(1 - 0.5 / RESAMPLES, Math.max(0.5 / RESAMPLES, below)));
  const acceleration = accelerationOf(work);
  return (share) => {
    const shifted = bias + normalQuantile(share);
    const bend = 1 - acceleration * shifted;
    if (bend <= 0) return shifted < 0 ? 0 : 1;
    return normalShare(bias + shifted / bend);
  };
}

/** A sixth of the skewness of what single groups do to the statistic, by leaving each out once. */
function accelerationOf({ groups, statistic }: Parameters<typeof shareCorrection>[0]): number {
  const { groupOfRow, count } = numberGroups(groups);
  const blocks = Math.min(count, MAX_BLOCKS);
  const weights = new Float64Array(groupOfRow.length);
  const without = Float64Array.from({ length: blocks }, (_, block) => {
    for (let row = 0; row < weights.length; row += 1) weights[row] = (groupOfRow[row] ?? 0) % blocks === block ? 0 : 1;
    return statistic(weights);
  });
  const mean = without.reduce((sum, value) => sum + value, 0) / blocks;
  const squares = without.reduce((sum, value) => sum + (mean - value) ** 2, 0);
  const cubes = without.reduce((sum, value) => sum + (mean - value) ** 3, 0);
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5);
}
