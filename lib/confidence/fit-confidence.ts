import type { BundleConfidence, Calibration, FamiliarPieces, NoConfidence } from '../../contracts/confidence.ts';
import type { Example } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prediction } from '../inference/predictor.ts';
import { inputText } from '../task-input/input-text.ts';
import { answeredRows, confidenceBy } from './answered-rows.ts';
import { calibrate } from './calibrate.ts';
import { familiarLimit, type FamiliarLimit } from './familiar-limit.ts';
import { familiarPieces, knownShareOf } from './familiar-pieces.ts';
import { familiarShares } from './familiar-shares.ts';
import { countedOf } from './row-scores.ts';
import { fitThresholds, type SureRow } from './thresholds.ts';

/** What a bundle needs to say how sure it is, and what a report says of how it was found. */
export interface FittedConfidence {
  readonly task: BundleConfidence;
  readonly familiar: FamiliarPieces;
  readonly limitFrom: FamiliarLimit['limitFrom'];
  /** The validation rows, by file. */
  readonly validation: Readonly<Record<'int8' | 'fp32', readonly (SureRow & { readonly score: number })[]>>;
}

export interface ValidatedStudent {
  readonly spec: TaskSpec;
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  /** Answers to the validation rows. */
  readonly answers: Readonly<Record<'int8' | 'fp32', readonly Prediction[]>>;
}

/** Confidence of a student, fitted on validation rows alone; or why it cannot be told. */
export function fitConfidence(student: ValidatedStudent): FittedConfidence | NoConfidence {
  const { spec, train, validation, answers } = student;
  const answered = {
    int8: answeredRows(spec, validation, answers.int8),
    fp32: answeredRows(spec, validation, answers.fp32),
  };
  const [int8By, fp32By] = [calibrate(answered.int8), calibrate(answered.fp32)];
  if ('reason' in int8By) return int8By;
  if ('reason' in fp32By) return fp32By;
  const text = ({ input }: Example) => inputText(input, spec.fields);
  const familiar = familiarPieces(train.map(text));
  const limit = familiarLimit(familiarShares(spec, { train, validation }, familiar));
  const shareOf = knownShareOf(familiar);
  // Rounded down: the row that the limit was read from stays familiar.
  const familiarFrom = Math.floor(limit.from * 1e6) / 1e6;
  const isFamiliar = validation.map((row) => shareOf(text(row)) >= familiarFrom);
  const fit = (file: 'int8' | 'fp32', calibration: Calibration) => {
    const confidenceOf = confidenceBy(calibration);
    const sure = answered[file].map((row, at) => ({
      confidence: confidenceOf(row),
      familiar: isFamiliar[at] ?? false,
      score: row.score,
    }));
    return { calibrated: { ...calibration, thresholds: [...fitThresholds(sure)] }, sure };
  };
  const [int8, fp32] = [fit('int8', int8By), fit('fp32', fp32By)];
  const counted = countedOf(spec);
  return {
    task: {
      of: meaningOf(validation),
      ...(counted === undefined ? {} : { counted }),
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
