import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from './scored-rows.ts';

/**
 * Mean nearness of answers on a scale of L labels in their order: 1 − |steps apart| / (L − 1), and 0 for an answer outside
 * the scale. With all answers on the scale this is 1 − mean absolute error of the ranks / (L − 1)
 * (`sklearn.metrics.mean_absolute_error`). An expected text outside the scale is met by itself alone.
 */
export function scoreCloseness(
  expected: readonly string[],
  answers: readonly Answer[],
  labels: readonly string[] = [],
): ScoredRows {
  const scale = [...new Set(labels)];
  const rankOf = new Map(scale.map((label, rank) => [label, rank]));
  const longest = Math.max(1, scale.length - 1);
  return scoredByMean(
    scoreEachRow(expected, answers, (label, answer) => {
      const [wanted, given] = [rankOf.get(label), rankOf.get(answer)];
      if (wanted === undefined || given === undefined) return label === answer ? 1 : 0;
      return 1 - Math.abs(wanted - given) / longest;
    }),
  );
}
