import type { JudgedRow } from './reliability.ts';

/** Points of a curve: more cannot be told apart in a drawing. */
const POINTS = 100;

/** One answer, whether its input was familiar, and the teacher's answer to the same input where it was asked. */
export interface CascadeRow extends JudgedRow {
  readonly familiar: boolean;
  readonly teacherScore: number | null;
}

interface CurvePoint {
  readonly coverage: number;
  readonly accuracy: number;
  readonly cascade: number | null;
}

/**
 * Share of right answers (or their mean score) among the most confident, as more and more are kept; and of all, where the teacher answers the
 * rest. Unfamiliar inputs come last; equal rows stand in their order. `area` is the mean share of wrong answers (or of
 * what the score lacks of 1) over all coverages, of all rows and not of the points alone.
 * @see Geifman & El-Yaniv 2017, "Selective Classification for Deep Neural Networks", section 2
 */
export function riskCoverage(rows: readonly CascadeRow[]): {
  readonly area: number;
  readonly curve: readonly CurvePoint[];
} {
  const ordered = rows.toSorted(
    (one, other) => Number(other.familiar) - Number(one.familiar) || other.confidence - one.confidence,
  );
  const asked = ordered.every(({ teacherScore }) => teacherScore !== null);
  let own = 0;
  let teachers = ordered.reduce((sum, { teacherScore }) => sum + (teacherScore ?? 0), 0);
  const all = ordered.map((row, at) => {
    own += row.score;
    teachers -= row.teacherScore ?? 0;
    return {
      coverage: (at + 1) / ordered.length,
      accuracy: share(own, at + 1),
      cascade: asked ? share(own + teachers, ordered.length) : null,
    };
  });
  const area = all.reduce((sum, { accuracy }) => sum + 1 - accuracy, 0) / all.length;
  const step = Math.ceil(all.length / POINTS);
  return { area, curve: all.filter((_, at) => (all.length - 1 - at) % step === 0) };
}

/** Sums of fractions may end a hair beyond the ends. */
const share = (sum: number, rows: number): number => Math.min(1, Math.max(0, sum / rows));
