import type { WorstRow } from './worst-rows.ts';

/** Test rows by who is right. Where rows have degrees, "right" is the better answer of the two. */
export interface Disagreements {
  readonly alike: number;
  readonly onlyStudent: readonly WorstRow[];
  readonly onlyTeacher: readonly WorstRow[];
  /** Both as good, with different answers. */
  readonly otherwise: readonly WorstRow[];
}

/** Scores nearer than this are equal: they differ by rounding alone. */
const ROUNDING = 1e-9;

/**
 * Rows where student and teacher say different things, in the order of the test, the widest gap first. Rows that the teacher
 * was not asked are in none.
 */
export function disagreementsOf(rows: readonly WorstRow[], student: string): Disagreements {
  const asked = rows.flatMap((row) => (row.teacher === null ? [] : [{ row, gap: row.student - row.teacher }]));
  const differ = asked
    .filter(({ row: { row } }) => row.answers[student] !== row.answers['teacher'])
    .toSorted((one, other) => Math.abs(other.gap) - Math.abs(one.gap) || one.row.number - other.row.number);
  const those = (fits: (gap: number) => boolean): readonly WorstRow[] =>
    differ.filter(({ gap }) => fits(gap)).map(({ row }) => row);
  return {
    alike: asked.length - differ.length,
    onlyStudent: those((gap) => gap > ROUNDING),
    onlyTeacher: those((gap) => gap < -ROUNDING),
    otherwise: those((gap) => Math.abs(gap) <= ROUNDING),
  };
}
