import type { Example } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prediction } from '../inference/predictor.ts';
import type { LogitRow } from './sure-rows.ts';

/** Answers to rows with one label, by the labels' places; null where answers are no such label, or have no logits. */
export function logitRows(
  { labels, constraints }: Pick<TaskSpec, 'labels' | 'constraints'>,
  rows: readonly Example[],
  predictions: readonly Prediction[],
): readonly LogitRow[] | null {
  if (labels === null || constraints.several || predictions.some(({ logits }) => logits === null)) return null;
  const places = new Map(labels.map(({ name }, at) => [name, at]));
  const place = (label: string | undefined) => places.get(label ?? '') ?? -1;
  return rows.map(({ output }, at) => ({
    logits: predictions[at]?.logits ?? [],
    expected: place(output),
    answered: place(predictions[at]?.output),
  }));
}
