import type { Example } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prediction } from '../inference/predictor.ts';
import type { LogitRow } from './sure-rows.ts';

/** Whether answers have a confidence: each is one label. Several labels are as many decisions, and a text has no logits of its own. */
export const hasConfidence = ({ labels, constraints }: Pick<TaskSpec, 'labels' | 'constraints'>): boolean =>
  labels !== null && !constraints.several;

/** Answers to rows with one label, by the labels' places. */
export function logitRows(
  labels: TaskSpec['labels'],
  rows: readonly Example[],
  predictions: readonly Prediction[],
): readonly LogitRow[] {
  const places = new Map(labels?.map(({ name }, at) => [name, at]) ?? []);
  const place = (label: string | undefined) => places.get(label ?? '') ?? -1;
  return rows.map(({ output }, at) => ({
    logits: predictions[at]?.logits ?? [],
    expected: place(output),
    answered: place(predictions[at]?.output),
  }));
}
