import type { TaskInput } from '../../contracts/example.ts';
import type { GivenAnswer } from '../../contracts/labelling.ts';
import type { Label } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { createRandom } from '../statistics/random.ts';
import { canonicalOutput } from '../task-output/canonical-output.ts';
import { formOf } from '../task-output/output-form.ts';
import type { PoolRow } from './pool.ts';

/** What a person sees of a row: nothing in it tells who answered what, or whether student and teacher differ on labels. */
export interface Question {
  readonly id: string;
  readonly input: TaskInput;
  readonly asks: QuestionForm;
}

/**
 * `label`: one of the labels; `labels`: all that apply. `judge`: which of the answers are right; they stand in a random order, equal
 * ones once, and there may be none.
 */
export type QuestionForm =
  | { readonly how: 'label' | 'labels'; readonly labels: readonly Label[] }
  | { readonly how: 'judge'; readonly answers: readonly string[] };

/** The question about a row; the same seed gives the answers in the same order. */
export function questionOf(spec: Pick<TaskSpec, 'labels' | 'constraints'>, row: PoolRow, seed: string): Question {
  const { id, input } = row;
  if (spec.labels !== null)
    return { id, input, asks: { how: spec.constraints.several ? 'labels' : 'label', labels: spec.labels } };
  const given = [row.student, row.teacher].filter((answer) => answer !== null);
  // Sorted first, so that the order is that of the draw alone.
  const answers = createRandom(`${seed}/${id}`).shuffle([...new Set(given)].toSorted());
  return { id, input, asks: { how: 'judge', answers } };
}

/** A person's output as gold, in the form that all stages have; else what is wrong with it, as a sentence. */
export function goldAnswer(
  spec: Pick<TaskSpec, 'kind' | 'labels' | 'fields' | 'constraints'>,
  input: TaskInput,
  output: unknown,
): GivenAnswer | string {
  const checked = canonicalOutput(formOf(spec), input, output);
  return 'fault' in checked ? `${checked.message}.` : { is: 'gold', output: checked.output };
}

/** The judgement that just these of the answers shown are right. */
export const judgedAnswer = (shown: readonly string[], right: readonly string[]): GivenAnswer => ({
  is: 'judged',
  right: shown.filter((text) => right.includes(text)),
  wrong: shown.filter((text) => !right.includes(text)),
});
