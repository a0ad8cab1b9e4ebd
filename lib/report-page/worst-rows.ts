import type { Report } from '../../contracts/report.ts';
import { METRICS } from '../metrics/metric.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { type PredictionRow, shippedStudent } from './page-facts.ts';

export interface WorstRow {
  readonly row: PredictionRow;
  /** Place in the test, from 1. */
  readonly number: number;
  /** By the metric that decides, 0..1; for those that have none for a row, 1 where it is right. */
  readonly student: number;
  /** Null where the teacher did not answer the test. */
  readonly teacher: number | null;
}

/** Test rows from the student's worst answer on; of equal ones those first that the teacher got right. */
export function worstRows(report: Report, rows: readonly PredictionRow[]): readonly WorstRow[] {
  const students = scoresOf(report, rows, shippedStudent(report));
  const teachers = scoresOf(report, rows, 'teacher');
  return rows
    .map((row, at) => ({
      row,
      number: at + 1,
      student: students[at] ?? 0,
      teacher: row.answers['teacher'] === undefined ? null : (teachers[at] ?? 0),
    }))
    .toSorted(
      (one, other) =>
        one.student - other.student || (other.teacher ?? 0) - (one.teacher ?? 0) || one.number - other.number,
    );
}

function scoresOf({ task }: Report, rows: readonly PredictionRow[], who: string): readonly number[] {
  const expected = rows.map((row) => row.expected);
  const answers: readonly Answer[] = rows.map((row) => row.answers[who] ?? null);
  const { perRow } = METRICS[task.metric].score(expected, answers, task.labels ?? undefined);
  return perRow ?? METRICS['exact-match'].score(expected, answers).perRow ?? [];
}
