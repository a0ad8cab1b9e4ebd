import type { Constraints } from '../../contracts/task-config.ts';
import type { Metric, TaskKind } from '../../contracts/task-file.ts';
import { scoreChrf } from './chrf.ts';

/** Outputs of at most so many characters are codes, dates, numbers: nearly right is wrong. An ISO date has 10, with a time 16. */
const SHORT_OUTPUT = 16;
/** chrF++ that copying the input may reach on the examples before the metric is given up: rewriting tasks reach 0.87, data to text 0.35. */
const COPY_LIMIT = 0.6;

export interface MetricChoice {
  readonly metric: Metric;
  /** A clause for the report: why this metric. */
  readonly reason: string;
}

/**
 * The metric that decides, read off what the task says; chosen so that a copy of the input cannot win.
 * `examples` are gold rows, the input as one text; there may be none.
 */
export function defaultMetric(task: {
  readonly kind: TaskKind;
  readonly constraints: Constraints;
  readonly examples: readonly { readonly text: string; readonly output: string }[];
}): MetricChoice {
  const byKind = metricOfKind(task.kind, task.constraints);
  if (byKind !== null) return byKind;
  const { pattern, maxChars } = task.constraints;
  if (pattern !== null)
    return { metric: 'exact-match', reason: 'the output has a fixed form, where nearly right is wrong' };
  if (maxChars !== null && maxChars <= SHORT_OUTPUT)
    return {
      metric: 'exact-match',
      reason: `the output has at most ${maxChars} characters, where nearly right is wrong`,
    };
  if (task.kind === 'code') return { metric: 'chrf++', reason: 'nothing is run, and other code may be as good' };
  const copied = scoreChrf(
    task.examples.map((row) => row.output),
    task.examples.map((row) => row.text),
  ).value();
  if (copied >= COPY_LIMIT)
    return {
      metric: 'exact-match',
      reason: `copying the input would already score chrF++ ${(100 * copied).toFixed(0)} on the examples`,
    };
  return { metric: 'chrf++', reason: 'the output is free text, where another wording may be as good' };
}

/** Null where it depends on the form of the texts. */
function metricOfKind(kind: TaskKind, { several, ordered }: Constraints): MetricChoice | null {
  switch (kind) {
    case 'labels':
      if (several) return { metric: 'micro-f1', reason: 'an answer is a list of labels, and may be right in part' };
      if (ordered) return { metric: 'closeness', reason: 'the labels are a scale, where a near miss is less wrong' };
      return { metric: 'accuracy', reason: 'each answer is one of the labels' };
    case 'extract':
      if (several) return { metric: 'span-f1', reason: 'an answer is a list of passages, and may be right in part' };
      return { metric: 'exact-match', reason: 'each answer is one passage of its input' };
    case 'edit':
      return { metric: 'exact-match', reason: 'a copy of the input is already like the output by every other measure' };
    case 'structured':
      return { metric: 'field-accuracy', reason: 'an output has fields, and may be right in part' };
    case 'text':
    case 'code':
      return null;
    default:
      return kind satisfies never;
  }
}
