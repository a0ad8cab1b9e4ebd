import type { Calibration } from '../../contracts/confidence.ts';
import type { Example } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prediction } from '../inference/predictor.ts';
import { logitRows } from './logit-rows.ts';
import { rowScores } from './row-scores.ts';
import { sigmoid } from './sigmoid.ts';
import { confidenceOf, type LogitRow } from './sure-rows.ts';

/** An answer, what the model said of it, and how it fared. */
export interface AnsweredRow {
  /** 1 right, 0 wrong; between them where answers are right in degrees. */
  readonly score: number;
  /** In nats; null where the model had nothing to choose from. */
  readonly logProbability: number | null;
  /** Where an answer is one label: what it was chosen by. */
  readonly label: LogitRow | null;
}

export function answeredRows(
  spec: TaskSpec,
  rows: readonly Example[],
  answers: readonly Prediction[],
): readonly AnsweredRow[] {
  const scores = rowScores(
    spec,
    rows.map(({ output }) => output),
    rows.map((_, at) => answers[at]?.output ?? null),
  );
  const labels = logitRows(spec, rows, answers);
  return rows.map((_, at) => ({
    score: scores[at] ?? 0,
    logProbability: answers[at]?.logProbability ?? null,
    label: labels?.[at] ?? null,
  }));
}

/** The confidence of an answer, 0..1, as `predict.mjs` and `predict.py` of a bundle have it. */
export const confidenceBy =
  (calibration: Calibration) =>
  ({ label, logProbability }: AnsweredRow): number => {
    if ('temperature' in calibration) return label === null ? 0 : confidenceOf(label, calibration.temperature);
    return sigmoid(calibration.slope * (logProbability ?? -Infinity) + calibration.intercept);
  };

/** The same as the model has it, calibrated by nobody. */
export const bareConfidence = ({ label, logProbability }: AnsweredRow): number =>
  label === null ? Math.exp(logProbability ?? -Infinity) : confidenceOf(label, 1);
