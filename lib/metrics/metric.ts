import { Metric } from '../../contracts/task-file.ts';
import { scoreAccuracy } from './accuracy.ts';
import { scoreBleu } from './bleu.ts';
import { scoreChrf } from './chrf.ts';
import { scoreCloseness } from './closeness.ts';
import { scoreExactMatch, scoreNormalisedExactMatch } from './exact-match.ts';
import { scoreFieldAccuracy } from './field-accuracy.ts';
import { scoreJsonValidity } from './json-validity.ts';
import { scoreKeywordBleu } from './keyword-bleu.ts';
import { scoreMacroF1 } from './macro-f1.ts';
import { scoreMcc } from './mcc.ts';
import { scoreMicroF1 } from './micro-f1.ts';
import { scoreRougeL } from './rouge-l.ts';
import { scoreRouge1, scoreRouge2 } from './rouge-n.ts';
import { measureOf } from './measures.ts';
import type { Answer, ScoredRows } from './scored-rows.ts';
import { scoreTokenF1 } from './token-f1.ts';
import { scoreWeightedF1 } from './weighted-f1.ts';

export interface MetricDefinition {
  /** As people write it. */
  readonly title: string;
  /** Every row is right or wrong and the value is the share of right ones: intervals for proportions hold. */
  readonly isRate: boolean;
  /** `labels`: the label set, where the task has one, in its order; macro-F1 and closeness read it. */
  readonly score: (expected: readonly string[], answers: readonly Answer[], labels?: readonly string[]) => ScoredRows;
}

/** How each metric is computed; all values 0..1, but MCC's −1..1. */
export const METRICS = {
  accuracy: { title: 'accuracy', isRate: true, score: scoreAccuracy },
  'macro-f1': { title: 'macro-F1', isRate: false, score: scoreMacroF1 },
  'weighted-f1': { title: 'weighted F1', isRate: false, score: scoreWeightedF1 },
  mcc: { title: 'MCC', isRate: false, score: scoreMcc },
  'micro-f1': { title: 'micro-F1', isRate: false, score: scoreMicroF1 },
  closeness: { title: 'closeness', isRate: false, score: scoreCloseness },
  'exact-match': { title: 'exact match', isRate: true, score: scoreExactMatch },
  'normalised-exact-match': { title: 'normalised exact match', isRate: true, score: scoreNormalisedExactMatch },
  'token-f1': { title: 'token F1', isRate: false, score: scoreTokenF1 },
  'span-f1': { title: 'span F1', isRate: false, score: scoreMicroF1 },
  'field-accuracy': { title: 'field accuracy', isRate: false, score: scoreFieldAccuracy },
  'json-validity': { title: 'JSON validity', isRate: true, score: scoreJsonValidity },
  'chrf++': { title: 'chrF++', isRate: false, score: scoreChrf },
  bleu: { title: 'BLEU', isRate: false, score: scoreBleu },
  'keyword-bleu': { title: 'keyword BLEU', isRate: false, score: scoreKeywordBleu },
  'rouge-1': { title: 'ROUGE-1', isRate: false, score: scoreRouge1 },
  'rouge-2': { title: 'ROUGE-2', isRate: false, score: scoreRouge2 },
  'rouge-l': { title: 'ROUGE-L', isRate: false, score: scoreRougeL },
} as const satisfies Record<Metric, MetricDefinition>;

/** A metric's or a measure's title; a name that is neither (`agreement`) as it is. */
export function metricTitle(name: string): string {
  const metric = Metric.options.find((option) => option === name);
  return metric === undefined ? (measureOf(name)?.title ?? name) : METRICS[metric].title;
}
