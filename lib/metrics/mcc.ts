import { countLabels, type LabelCounts } from './label-counts.ts';
import type { Answer, ScoredRows } from './scored-rows.ts';

/**
 * Matthews correlation coefficient of any number of labels, −1..1 (`sklearn.metrics.matthews_corrcoef`): 0 is what chance
 * reaches with the same shares of labels. 0 too where all rows want one label, or all are given one. Answers that are none
 * are a label of their own that no row wants.
 *
 * @see Gorodkin 2004, "Comparing two K-category assignments by a K-category correlation coefficient"
 */
export function scoreMcc(expected: readonly string[], answers: readonly Answer[]): ScoredRows {
  const counts = countLabels(expected, answers, []);
  return { rows: expected.length, perRow: null, value: (weights) => correlation(counts(weights)) };
}

function correlation({ rows, hits, wanted, given }: LabelCounts): number {
  const unanswered = rows - sum(given);
  const spread =
    (rows * rows - sum(wanted.map((count) => count * count))) *
    (rows * rows - sum(given.map((count) => count * count)) - unanswered * unanswered);
  if (spread <= 0) return 0;
  return (rows * sum(hits) - sum(wanted.map((count, label) => count * (given[label] ?? 0)))) / Math.sqrt(spread);
}

const sum = (counts: Float64Array): number => counts.reduce((total, count) => total + count, 0);
