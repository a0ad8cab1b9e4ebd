import type { JudgedRow } from './reliability.ts';

/** Points of a curve: more cannot be told apart in a drawing. */
const POINTS = 100;

/** One answer, whether its input was familiar, and the teacher's answer to the same input where it was asked. */
export interface CascadeRow extends JudgedRow {
  readonly familiar: boolean;
  readonly teacherRight: boolean | null;
}

interface CurvePoint {
  readonly coverage: number;
  readonly accuracy: number;
  readonly cascade: number | null;
}

/**
 * Share of right answers among the most confident, as more and more are kept; and of all, where the teacher answers the
 * rest. Unfamiliar inputs come last; equal rows stand in their order. `area` is the mean share of wrong answers over all
 * coverages, of all rows and not of the points alone.
 * @see Geifman & El-Yaniv 2017, "Selective Classification for Deep Neural Networks", section 2
 */
export function riskCoverage(rows: readonly CascadeRow[]): {
  readonly area: number;
  readonly curve: readonly CurvePoint[];
} {
  const ordered = rows.toSorted(
    (one, other) => Number(other.familiar) - Number(one.familiar) || other.confidence - one.confidence,
  );
  const asked = ordered.every(({ teacherRight }) => teacherRight !== null);
  let right = 0;
  let teacherRight = ordered.filter((row) => row.teacherRight).length;
  const all = ordered.map((row, at) => {
    right += row.right ? 1 : 0;
    teacherRight -= row.teacherRight ? 1 : 0;
    return {
      coverage: (at + 1) / ordered.length,
      accuracy: right / (at + 1),
      cascade: asked ? (right + teacherRight) / ordered.length : null,
    };
  });
  const area = all.reduce((sum, { accuracy }) => sum + 1 - accuracy, 0) / all.length;
  const step = Math.ceil(all.length / POINTS);
  return { area, curve: all.filter((_, at) => (all.length - 1 - at) % step === 0) };
}
