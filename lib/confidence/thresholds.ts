import type { Threshold } from '../../contracts/confidence.ts';

/** Coverages that can be asked for: finer where most users will look. */
export const COVERAGES = [
  0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98, 0.99, 1,
] as const;

/** One row of those that thresholds are fitted on. */
export interface SureRow {
  readonly confidence: number;
  readonly familiar: boolean;
}

const MILLION = 1e6;

/**
 * Of each coverage the highest threshold that keeps at least that share of the rows. What is unfamiliar is never kept:
 * where the others do not make up the share, and where all is to be kept, the threshold is 0. Rounded down to six digits,
 * so that the row it was read from stays above it.
 * @see El-Yaniv & Wiener 2010, "On the Foundations of Noise-free Selective Classification"
 */
export function fitThresholds(rows: readonly SureRow[]): readonly Threshold[] {
  const kept = rows
    .filter(({ familiar }) => familiar)
    .map(({ confidence }) => confidence)
    .toSorted((one, other) => other - one);
  return COVERAGES.map((coverage) => {
    // A product such as 0.55 · 20 may lie a hair above the whole number.
    const last = kept[Math.ceil(coverage * rows.length - 1e-9) - 1];
    return { coverage, threshold: coverage === 1 || last === undefined ? 0 : Math.floor(last * MILLION) / MILLION };
  });
}

export const isKept = ({ confidence, familiar }: SureRow, threshold: number): boolean =>
  familiar && confidence >= threshold;
