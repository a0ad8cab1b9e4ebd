import type { Metric } from '../../contracts/task-file.ts';
import { scoreExactMatch } from '../metrics/exact-match.ts';
import { METRICS } from '../metrics/metric.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import type { RowKind } from '../statistics/worse-than-rest.ts';

/** How good each answer is, 0..1: by the metric where it scores rows, else right or wrong. */
export function rowScores(
  metric: Metric,
  expected: readonly string[],
  answers: readonly Answer[],
  labels: readonly string[] | null,
): readonly number[] {
  const { perRow } = METRICS[metric].score(expected, answers, labels ?? undefined);
  return perRow ?? scoreExactMatch(expected, answers).perRow ?? [];
}

/** What `rowScores` gives by this metric. */
export const rowKind = (metric: Metric): RowKind =>
  METRICS[metric].isRate || METRICS[metric].score([], []).perRow === null ? 'right-or-wrong' : 'graded';
