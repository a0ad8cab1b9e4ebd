import { countLabels, f1OfLabels } from './label-counts.ts';
import type { Answer, ScoredRows } from './scored-rows.ts';

/**
 * Mean over rows of the F1 of the label that each row wants (`sklearn.metrics.f1_score`, `average='weighted'`,
 * `zero_division=0`): frequent labels count more. Labels that no row wants count nothing.
 */
export function scoreWeightedF1(expected: readonly string[], answers: readonly Answer[]): ScoredRows {
  const counts = countLabels(expected, answers, []);
  return {
    rows: expected.length,
    perRow: null,
    value: (weights) => {
      const found = counts(weights);
      const sum = f1OfLabels(found).reduce((total, score, label) => total + score * (found.wanted[label] ?? 0), 0);
      return found.rows === 0 ? 0 : sum / found.rows;
    },
  };
}
