import type { TaskInput } from '../../contracts/example.ts';
import type { Metric } from '../../contracts/task-file.ts';
import { METRICS } from '../metrics/metric.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import type { PredictionRow } from '../report-page/page-facts.ts';
import { rowScores } from '../rounds/row-scores.ts';
import { mcnemarP } from '../statistics/mcnemar.ts';

/** What the file that ships of one build answered on its test rows. */
export interface ShippedAnswers {
  readonly rows: readonly PredictionRow[];
  readonly student: 'student-int8' | 'student-fp32';
  readonly metric: Metric;
  readonly labels: readonly string[] | null;
}

export interface ChangedAnswer {
  readonly id: string;
  readonly input: TaskInput;
  /** As the later build has it. */
  readonly expected: string;
  readonly before: Answer;
  readonly after: Answer;
  /** `fixed`: better than before, by the metric that decides; `broken`: worse. */
  readonly change: 'fixed' | 'broken' | 'other';
}

/** How the answers of two builds differ on the test rows that both have. */
export interface PredictionDiff {
  readonly shared: number;
  readonly fixed: number;
  readonly broken: number;
  /** Exact McNemar of fixed against broken, two-sided; null where the metric is no rate. */
  readonly mcnemarP: number | null;
  /** Every changed answer: broken ones first, then fixed ones, then those that are neither. */
  readonly changed: readonly ChangedAnswer[];
}

const ORDER = ['broken', 'fixed', 'other'] as const;

/** Rows are the same where their inputs are; both are scored against what the later build expects, by its metric. */
export function diffPredictions(before: ShippedAnswers, after: ShippedAnswers): PredictionDiff {
  const earlier = new Map(before.rows.map((row) => [row.id, row.answers[before.student] ?? null]));
  const shared = after.rows.filter(({ id }) => earlier.has(id));
  const expected = shared.map((row) => row.expected);
  const old = shared.map(({ id }) => earlier.get(id) ?? null);
  const fresh = shared.map(({ answers }) => answers[after.student] ?? null);
  const [oldScores, freshScores] = [old, fresh].map((answers) =>
    rowScores(after.metric, expected, answers, after.labels),
  );
  const changed = shared.flatMap(({ id, input }, at): readonly ChangedAnswer[] => {
    const [was = null, is = null] = [old[at], fresh[at]];
    if (was === is) return [];
    const gain = (freshScores?.[at] ?? 0) - (oldScores?.[at] ?? 0);
    const change = gain > 0 ? 'fixed' : gain < 0 ? 'broken' : 'other';
    return [{ id, input, expected: expected[at] ?? '', before: was, after: is, change }];
  });
  const countOf = (kind: ChangedAnswer['change']) => changed.filter(({ change }) => change === kind).length;
  const [fixed, broken] = [countOf('fixed'), countOf('broken')];
  return {
    shared: shared.length,
    fixed,
    broken,
    mcnemarP: METRICS[after.metric].isRate ? mcnemarP({ onlyFirst: broken, onlySecond: fixed }) : null,
    changed: ORDER.flatMap((kind) => changed.filter(({ change }) => change === kind)),
  };
}
