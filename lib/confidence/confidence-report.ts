import type { Price } from '../../contracts/budget.ts';
import type { ConfidenceReport, CoverageChoice, Threshold } from '../../contracts/confidence.ts';
import type { Example } from '../../contracts/example.ts';
import type { Report, TestOrigin } from '../../contracts/report.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prediction } from '../inference/predictor.ts';
import { inputText } from '../task-input/input-text.ts';
import { answeredRows, bareConfidence, confidenceBy } from './answered-rows.ts';
import { auroc } from './auroc.ts';
import { knownShareOf } from './familiar-pieces.ts';
import type { FittedConfidence } from './fit-confidence.ts';
import { rateOf } from './rate-of.ts';
import { brierScore, calibrationError, reliabilityBins } from './reliability.ts';
import { type CascadeRow, riskCoverage } from './risk-coverage.ts';
import { isKept } from './thresholds.ts';

/** Below it the error of calibration is mostly noise of its bins. */
const ECE_ROWS = 500;

export interface TestedConfidence {
  readonly spec: TaskSpec;
  readonly test: readonly Example[];
  readonly origin: TestOrigin;
  readonly ships: Report['ships']['file'];
  /** Answers of the file that ships, in the order of the test. */
  readonly answers: readonly Prediction[];
  readonly teacher: TeacherBehind;
}

/** The teacher as what stands behind a student that abstains. */
export interface TeacherBehind {
  /** How its answers fared, 0..1, in the order of the test; null where it was not asked or did not answer. */
  readonly scores: readonly (number | null)[];
  /** Mean of one answer. */
  readonly tokens: { readonly input: number; readonly output: number };
  readonly price: Price | null;
}

/** How the confidence that was fitted on validation fares on the test rows; nothing is chosen here. */
export function confidenceReport(fitted: FittedConfidence, tested: TestedConfidence): ConfidenceReport {
  const { spec, test, ships, origin } = tested;
  const { thresholds, ...calibration } = fitted.task.files[ships];
  const shareOf = knownShareOf(fitted.familiar);
  const answered = answeredRows(spec, test, tested.answers);
  const confidenceOf = confidenceBy(calibration);
  const rows = answered.map((row, at) => ({
    confidence: confidenceOf(row),
    score: row.score,
    familiar: shareOf(inputText(test[at]?.input ?? '', spec.fields)) >= fitted.task.familiarFrom,
    teacherScore: tested.teacher.scores[at] ?? null,
  }));
  const before = answered.map((row) => ({ confidence: bareConfidence(row), score: row.score }));
  const { area, curve } = riskCoverage(rows);
  const bins = reliabilityBins(rows);
  const teacher = teacherFacts(rows, tested.teacher);
  const { of, counted } = fitted.task;
  return {
    of,
    ...(counted === undefined ? {} : { counted }),
    file: ships,
    ...calibration,
    fittedRows: fitted.task.rows,
    on: origin,
    rows: rows.length,
    auroc: auroc(rows),
    brier: { before: brierScore(before), after: brierScore(rows) },
    ece: origin !== 'generated' && rows.length >= ECE_ROWS ? calibrationError(bins) : null,
    eceFromRows: ECE_ROWS,
    bins,
    riskCoverageArea: area,
    curve: [...curve],
    familiar: {
      from: fitted.task.familiarFrom,
      limitFrom: fitted.limitFrom,
      unfamiliarValidation: unfamiliarShare(fitted.validation[ships]),
      unfamiliarTest: unfamiliarShare(rows),
    },
    choices: thresholds.map((threshold) => choiceOf(threshold, fitted.validation[ships], rows, teacher)),
    teacher,
  };
}

const unfamiliarShare = (rows: readonly { readonly familiar: boolean }[]): number =>
  rows.filter(({ familiar }) => !familiar).length / rows.length;

/** What one answer of the teacher is worth and costs; null unless it answered every row. */
function teacherFacts(rows: readonly CascadeRow[], { tokens, price }: TeacherBehind): ConfidenceReport['teacher'] {
  if (rows.some(({ teacherScore }) => teacherScore === null)) return null;
  const accuracy = rateOf(rows.map(({ teacherScore }) => ({ score: teacherScore ?? 0 })));
  if (accuracy === null) return null;
  // Dollars per million tokens, for a thousand answers.
  const usdPer1000 =
    price === null ? null : (tokens.input * price.inputPer1M + tokens.output * price.outputPer1M) / 1000;
  return { accuracy, inputTokens: tokens.input, outputTokens: tokens.output, usdPer1000 };
}

type KeptRow = Pick<CascadeRow, 'confidence' | 'familiar' | 'score'>;

function choiceOf(
  { coverage, threshold }: Threshold,
  validation: readonly KeptRow[],
  test: readonly CascadeRow[],
  teacher: ConfidenceReport['teacher'],
): CoverageChoice {
  return {
    coverage,
    threshold,
    validation: keptPart(validation, threshold),
    test: keptPart(test, threshold),
    cascade: teacher === null ? null : cascadeOf(test, threshold, teacher),
  };
}

function keptPart(rows: readonly KeptRow[], threshold: number): CoverageChoice['validation'] {
  const kept = rows.filter((row) => isKept(row, threshold));
  return { kept: kept.length / rows.length, accuracy: rateOf(kept) };
}

function cascadeOf(
  rows: readonly CascadeRow[],
  threshold: number,
  teacher: NonNullable<ConfidenceReport['teacher']>,
): CoverageChoice['cascade'] {
  const given = rows.map((row) => ({ score: isKept(row, threshold) ? row.score : (row.teacherScore ?? 0) }));
  const accuracy = rateOf(given);
  if (accuracy === null) return null;
  const asked = rows.filter((row) => !isKept(row, threshold)).length / rows.length;
  return {
    accuracy,
    usdPer1000: teacher.usdPer1000 === null ? null : asked * teacher.usdPer1000,
    tokensPer1000: 1000 * asked * (teacher.inputTokens + teacher.outputTokens),
  };
}
