import { normalShare } from './normal-share.ts';

/**
 * One-sided p of the hypothesis that the values of a slice are no smaller than those of the rest: the rank-sum test of
 * Wilcoxon, Mann and Whitney, by the normal distribution with corrections for ties and continuity. 1 where all values are
 * equal, or one side has none. Good from about twenty values a side on.
 *
 * @see Mann & Whitney 1947, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other"
 */
export function rankSumLess(slice: readonly number[], rest: readonly number[]): number {
  const [own, others] = [slice.length, rest.length];
  const all = own + others;
  if (own === 0 || others === 0) return 1;
  const sorted = [
    ...slice.map((value) => ({ value, mine: true })),
    ...rest.map((value) => ({ value, mine: false })),
  ].toSorted((one, other) => one.value - other.value);
  let [rankSum, ties] = [0, 0];
  for (let from = 0; from < all;) {
    let to = from;
    while (to < all && sorted[to]?.value === sorted[from]?.value) to += 1;
    const equal = to - from;
    // Equal values share the mean of their ranks.
    rankSum += sorted.slice(from, to).filter(({ mine }) => mine).length * ((from + 1 + to) / 2);
    ties += equal ** 3 - equal;
    from = to;
  }
  const variance = ((own * others) / 12) * (all + 1 - ties / (all * (all - 1)));
  if (!(variance > 0)) return 1;
  // Pairs in which the rest's value is the larger one; a tie counts half.
  const larger = own * others - (rankSum - (own * (own + 1)) / 2);
  return 1 - normalShare((larger - (own * others) / 2 - 0.5) / Math.sqrt(variance));
}
