import type { ConfidenceReport } from '../../contracts/confidence.ts';
import { rateOf } from './rate-of.ts';

/** Bins of equal width, as in the paper. */
const BINS = 15;

/** One answer: its confidence, and how it fared. */
export interface JudgedRow {
  readonly confidence: number;
  /** 1 right, 0 wrong; between them where answers are right in degrees. */
  readonly score: number;
}

/** Mean squared distance of the confidence from what happened, 0..1. @see Brier 1950, "Verification of forecasts expressed in terms of probability" */
export const brierScore = (rows: readonly JudgedRow[]): number =>
  rows.reduce((sum, { confidence, score }) => sum + (confidence - score) ** 2, 0) / rows.length;

/** Bins that hold rows: each is open at its lower end, but for 0, and closed at the upper one. */
export function reliabilityBins(rows: readonly JudgedRow[]): ConfidenceReport['bins'] {
  return Array.from({ length: BINS }, (_, bin) => ({ from: bin / BINS, to: (bin + 1) / BINS })).flatMap(
    ({ from, to }) => {
      const inside = rows.filter(({ confidence }) => (confidence > from || from === 0) && confidence <= to);
      const accuracy = rateOf(inside);
      if (accuracy === null) return [];
      const confidence = inside.reduce((sum, row) => sum + row.confidence, 0) / inside.length;
      return [{ from, to, confidence, accuracy }];
    },
  );
}

/**
 * Expected calibration error, 0..1: distance of confidence and share of right answers, over bins, weighted by their rows.
 * @see Guo et al. 2017, "On Calibration of Modern Neural Networks", section 2; Naeini et al. 2015
 */
export function calibrationError(bins: ConfidenceReport['bins']): number {
  const rows = bins.reduce((sum, { accuracy }) => sum + accuracy.rows, 0);
  return bins.reduce(
    (sum, { confidence, accuracy }) => sum + (accuracy.rows / rows) * Math.abs(confidence - accuracy.value),
    0,
  );
}
