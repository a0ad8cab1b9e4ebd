import type { TaskInput } from '../../contracts/example.ts';
import type { Report, TestOrigin, Who } from '../../contracts/report.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { type PredictionRow, shippedStudent } from '../report-page/page-facts.ts';

/** A test row, never trained on, with what everybody answered. */
export interface PoolRow {
  readonly id: string;
  readonly input: TaskInput;
  readonly student: Answer;
  readonly teacher: Answer;
  /** Of those whose answers cost nothing. */
  readonly baselines: Readonly<Partial<Record<Who, Answer>>>;
}

/** The rows on which people's labels can compare the student that ships with the teacher. */
export interface Pool {
  readonly student: 'student-int8' | 'student-fp32';
  readonly origin: TestOrigin;
  readonly rows: readonly PoolRow[];
  /** Left out: the teacher has no answer there, and some were never given. */
  readonly unanswered: number;
}

/** Those whose answers cost nothing: a student that does not beat them is worth nothing. */
export const BASELINES = ['majority', 'copy', 'nearest', 'tfidf'] as const satisfies readonly Who[];

/**
 * The test of a build as what people may label; a sentence where there is nothing to label.
 *
 * An answer that is missing is wrong, unless the endpoint left rows unanswered: which ones these are is not told apart from
 * broken answers, so that all rows without an answer are then left out. Broken answers would have counted for the student.
 */
export function poolOf(report: Report, predictions: readonly PredictionRow[]): Pool | string {
  const origin = report.scores[0]?.on ?? 'generated';
  if (origin === 'gold') return 'its test rows are your own already: the verdict was computed from them';
  const student = shippedStudent(report);
  if (!predictions.some(({ answers }) => answers['teacher'] !== undefined))
    return 'the teacher was not asked all of its test rows, so that there is nothing to compare the student with';
  // A student that is what a baseline is, cannot beat it.
  const family = report.search?.students.find(({ chosen }) => chosen)?.family;
  const baselines = BASELINES.filter((who) => who !== family);
  const answered = Number(report.teacher['unanswered'] ?? 0) === 0;
  const kept = predictions.filter(({ answers }) => answered || typeof answers['teacher'] === 'string');
  const rows = kept.map(({ id, input, answers }) => ({
    id,
    input,
    student: answers[student] ?? null,
    teacher: answers['teacher'] ?? null,
    baselines: Object.fromEntries(baselines.flatMap((who) => (who in answers ? [[who, answers[who] ?? null]] : []))),
  }));
  return { student, origin, rows, unanswered: predictions.length - rows.length };
}
