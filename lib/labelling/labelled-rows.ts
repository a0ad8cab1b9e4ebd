import type { PlannedRow } from '../../contracts/labelling.ts';
import type { Who } from '../../contracts/report.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { type Stratum, stratifiedShare } from '../statistics/stratified-share.ts';
import { isAsked } from './draw-plan.ts';
import { type AnswerForm, type Opinion, scoreByPeople } from './people-say.ts';
import type { Pool, PoolRow } from './pool.ts';

/** What people's labels say of the first rows of a plan. */
export interface LabelledRows {
  /** Rows up to the first one still to be labelled. */
  readonly covered: number;
  /** Of these: student and teacher differ. */
  readonly differ: number;
  /** Of the others: labelled, so that somebody could say. */
  readonly sampled: number;
  /** Of those that differ: nobody could say, or people contradict each other. */
  readonly undecided: number;
  readonly onlyStudent: number;
  readonly onlyTeacher: number;
  /** How often somebody is right on the covered rows; null where no row on which student and teacher say the same is labelled. */
  readonly rateOf: (who: Who) => { readonly value: number; readonly low: number; readonly high: number } | null;
}

/** How many rows of the plan, from the first on, leave nothing to be asked. */
export function coveredRows(plan: readonly PlannedRow[], opinions: ReadonlyMap<string, unknown>): number {
  const open = plan.findIndex((row) => isAsked(row) && !opinions.has(row.id));
  return open === -1 ? plan.length : open;
}

/**
 * The paired table of the covered rows and how often each is right on them. All covered rows that differ are labelled, and on the others
 * student and teacher are right or wrong together: the table is complete. How often they are right is a share by strata: the
 * rows that differ, and the others, of which the random share is labelled.
 */
export function labelledRows(
  form: AnswerForm,
  pool: Pool,
  plan: readonly PlannedRow[],
  opinions: ReadonlyMap<string, readonly Opinion[]>,
): LabelledRows {
  const rows = new Map(pool.rows.map((row) => [row.id, row]));
  const covered = plan.slice(0, coveredRows(plan, opinions));
  const scoreOf = (id: string, answerOf: (row: PoolRow) => Answer): 0 | 1 | null => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(`the plan has a row ${id} that the test does not have`);
    return scoreByPeople(form, opinions.get(id) ?? [], answerOf(row));
  };
  const differing = covered.filter((row) => row.differs);
  const alike = covered.filter((row) => !row.differs);
  const pairs = differing.map(({ id }) => ({
    student: scoreOf(id, (row) => row.student),
    teacher: scoreOf(id, (row) => row.teacher),
  }));
  const stratum = (planned: readonly PlannedRow[], answerOf: (row: PoolRow) => Answer): Stratum => {
    const scores = planned.filter(isAsked).flatMap(({ id }) => scoreOf(id, answerOf) ?? []);
    return { rows: planned.length, sampled: scores.length, hits: scores.filter((score) => score === 1).length };
  };
  return {
    covered: covered.length,
    differ: differing.length,
    sampled: stratum(alike, ({ student }) => student).sampled,
    undecided: pairs.filter(({ student, teacher }) => student === null || teacher === null).length,
    onlyStudent: pairs.filter(({ student, teacher }) => student === 1 && teacher === 0).length,
    onlyTeacher: pairs.filter(({ student, teacher }) => student === 0 && teacher === 1).length,
    rateOf: (who) => {
      const answerOf = (row: PoolRow): Answer => answerIn(row, who, pool.student);
      return stratifiedShare([stratum(differing, answerOf), stratum(alike, answerOf)]);
    },
  };
}

function answerIn(row: PoolRow, who: Who, student: Pool['student']): Answer {
  if (who === student) return row.student;
  return who === 'teacher' ? row.teacher : (row.baselines[who] ?? null);
}
