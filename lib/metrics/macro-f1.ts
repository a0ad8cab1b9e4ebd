import { countLabels, f1OfLabels } from './label-counts.ts';
import type { Answer, ScoredRows } from './scored-rows.ts';

/**
 * Mean over labels of each label's F1 (`sklearn.metrics.f1_score`, `average='macro'`, `zero_division=0`), of one label or
 * several a row.
 *
 * The labels are those given, those expected and those answered: a label that nobody met scores 0, and so does each
 * word outside the labels. The set stays the same in every resample.
 */
export function scoreMacroF1(
  expected: readonly string[],
  answers: readonly Answer[],
  labels: readonly string[] = [],
): ScoredRows {
  const counts = countLabels(expected, answers, labels);
  return {
    rows: expected.length,
    perRow: null,
    value: (weights) => {
      const scores = f1OfLabels(counts(weights));
      return scores.length === 0 ? 0 : scores.reduce((sum, score) => sum + score, 0) / scores.length;
    },
  };
}
