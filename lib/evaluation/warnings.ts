import type { TestOrigin } from '../../contracts/report.ts';
import type { TeacherOnTest } from './teacher-on-test.ts';

/** Above this share of unusable answers an endpoint is worth a second look. */
const INVALID_SHARE = 0.02;

/** What a reader must know before believing the numbers. */
export function warningsOf(facts: {
  readonly origin: TestOrigin;
  readonly simulatedTeacher: boolean;
  readonly invalidTeacherAnswers: number;
  readonly unanswered: number;
  readonly rows: number;
  readonly remarks: readonly string[];
}): readonly string[] {
  const { origin, rows, invalidTeacherAnswers, unanswered } = facts;
  return [
    ...(facts.simulatedTeacher
      ? [
          'The teacher is simulated: a script, not a language model. Its scores and prices say nothing about a real one.',
        ]
      : []),
    ...(origin === 'generated'
      ? [
          'The test rows were written and labelled by the teacher. Scores say how far the student agrees with it; how right either is, is not known.',
        ]
      : []),
    ...(invalidTeacherAnswers > INVALID_SHARE * rows
      ? [`${invalidTeacherAnswers} of ${rows} answers of the teacher broke the task's rules and count as wrong.`]
      : []),
    ...(unanswered > 0
      ? [`${unanswered} test rows are left out for everybody: the endpoint did not answer them.`]
      : []),
    ...facts.remarks,
  ];
}

/**
 * Why the teacher's votes are not scored; nothing where they are, or where there are none. Rows that only the votes lack
 * are not taken from everybody else, and to score the votes on fewer rows would compare them with nobody.
 */
export function votesMissing(voted: TeacherOnTest | null, teacher: TeacherOnTest): readonly string[] {
  if (voted === null) return [];
  if (voted.answers.some(({ state }) => state === 'not-asked'))
    return ['The votes of the teacher are not scored: the budget did not hold them on every test row.'];
  const unanswered = voted.answers.filter(
    ({ state }, row) => state === 'unanswered' && teacher.answers[row]?.state !== 'unanswered',
  ).length;
  if (unanswered === 0) return [];
  return [`The votes of the teacher are not scored: the endpoint gave none on ${unanswered} test rows.`];
}
