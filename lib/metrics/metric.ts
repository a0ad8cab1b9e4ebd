import type { Metric } from '../../contracts/task-file.ts';
import { scoreAccuracy } from './accuracy.ts';
import { scoreChrf } from './chrf.ts';
import { scoreExactMatch } from './exact-match.ts';
import { scoreMacroF1 } from './macro-f1.ts';
import { scoreRougeL } from './rouge-l.ts';
import type { Answer, ScoredRows } from './scored-rows.ts';
import { scoreTokenF1 } from './token-f1.ts';

export interface MetricDefinition {
  /** As people write it. */
  readonly title: string;
  /** Every row is right or wrong and the value is the share of right ones: intervals for proportions hold. */
  readonly isRate: boolean;
  /** `labels`: the label set, where the task has one; macro-F1 alone reads it. */
  readonly score: (expected: readonly string[], answers: readonly Answer[], labels?: readonly string[]) => ScoredRows;
}

/** How each metric is computed; all values 0..1. */
export const METRICS = {
  accuracy: { title: 'accuracy', isRate: true, score: scoreAccuracy },
  'macro-f1': { title: 'macro-F1', isRate: false, score: scoreMacroF1 },
  'exact-match': { title: 'exact match', isRate: true, score: scoreExactMatch },
  'token-f1': { title: 'token F1', isRate: false, score: scoreTokenF1 },
  'chrf++': { title: 'chrF++', isRate: false, score: scoreChrf },
  'rouge-l': { title: 'ROUGE-L', isRate: false, score: scoreRougeL },
} as const satisfies Record<Metric, MetricDefinition>;
