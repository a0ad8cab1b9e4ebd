import type { Counted } from '../../contracts/confidence.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { METRICS } from '../metrics/metric.ts';
import type { Answer } from '../metrics/scored-rows.ts';

type CountedTask = Pick<TaskSpec, 'kind' | 'labels' | 'constraints' | 'metric'>;

/**
 * What counts as right in a task. Texts by a metric of degrees are hardly ever all right, and need not be: theirs is the
 * score to be expected.
 */
export function countedOf({ kind, labels, constraints, metric }: CountedTask): Counted {
  if (labels !== null && !constraints.several) return undefined;
  const isFree = kind === 'edit' || kind === 'text' || kind === 'code';
  return isFree && !METRICS[metric].isRate ? metric : 'whole';
}

/**
 * How each answer fares, 0..1: right or wrong, or its own score by the metric that decides. Where that has no score of a
 * row (F1 over lists), it is right when it is the expected one.
 */
export function rowScores(
  task: CountedTask,
  expected: readonly string[],
  answers: readonly Answer[],
): readonly number[] {
  const counted = countedOf(task);
  const equal = expected.map((output, at) => (answers[at] === output ? 1 : 0));
  if (counted === undefined) return equal;
  const names = task.labels?.map(({ name }) => name);
  const scores = METRICS[task.metric].score(expected, answers, names).perRow ?? equal;
  return counted === 'whole' ? scores.map((score) => (score === 1 ? 1 : 0)) : scores;
}
