import type { BundleConfidence, FamiliarPieces } from '../../contracts/confidence.ts';
import type { Example } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prediction } from '../inference/predictor.ts';
import { inputText } from '../task-input/input-text.ts';
import { familiarLimit, type FamiliarLimit } from './familiar-limit.ts';
import { familiarPieces, knownShareOf } from './familiar-pieces.ts';
import { familiarShares } from './familiar-shares.ts';
import { fitTemperature } from './fit-temperature.ts';
import { hasConfidence, logitRows } from './logit-rows.ts';
import { confidenceOf, isRight } from './sure-rows.ts';
import { fitThresholds, type SureRow } from './thresholds.ts';

/** What a bundle needs to say how sure it is, and what a report says of how it was found. */
export interface FittedConfidence {
  readonly task: BundleConfidence;
  readonly familiar: FamiliarPieces;
  readonly limitFrom: FamiliarLimit['limitFrom'];
  /** The validation rows, by file. */
  readonly validation: Readonly<Record<'int8' | 'fp32', readonly (SureRow & { readonly right: boolean })[]>>;
}

export interface ValidatedStudent {
  readonly spec: TaskSpec;
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  /** Answers to the validation rows. */
  readonly answers: Readonly<Record<'int8' | 'fp32', readonly Prediction[]>>;
}

/**
 * Confidence of a student, fitted on validation rows alone; null where an answer is no single label, where the student
 * gives no logits, and where there is no such row.
 */
export function fitConfidence({ spec, train, validation, answers }: ValidatedStudent): FittedConfidence | null {
  const given = [...answers.int8, ...answers.fp32];
  if (!hasConfidence(spec) || given.length === 0 || given.some(({ logits }) => logits === null)) return null;
  const text = ({ input }: Example) => inputText(input, spec.fields);
  const familiar = familiarPieces(train.map(text));
  const limit = familiarLimit(familiarShares(spec, { train, validation }, familiar));
  const shareOf = knownShareOf(familiar);
  // Rounded down: the row that the limit was read from stays familiar.
  const familiarFrom = Math.floor(limit.from * 1e6) / 1e6;
  const isFamiliar = validation.map((row) => shareOf(text(row)) >= familiarFrom);
  const fit = (file: 'int8' | 'fp32') => {
    const rows = logitRows(spec.labels, validation, answers[file]);
    const temperature = fitTemperature(rows);
    const sure = rows.map((row, at) => ({
      confidence: confidenceOf(row, temperature),
      familiar: isFamiliar[at] ?? false,
      right: isRight(row),
    }));
    return { calibrated: { temperature, thresholds: [...fitThresholds(sure)] }, sure };
  };
  const [int8, fp32] = [fit('int8'), fit('fp32')];
  return {
    task: {
      of: meaningOf(validation),
      rows: validation.length,
      files: { int8: int8.calibrated, fp32: fp32.calibrated },
      familiarFrom,
    },
    familiar,
    limitFrom: limit.limitFrom,
    validation: { int8: int8.sure, fp32: fp32.sure },
  };
}

/** Whose labels most rows have decides what the probability is of. */
const meaningOf = (rows: readonly Example[]): BundleConfidence['of'] =>
  2 * rows.filter(({ origin }) => origin !== 'generated').length > rows.length ? 'accuracy' : 'agreement';
