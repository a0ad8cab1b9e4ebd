import type { Answer } from '../metrics/scored-rows.ts';

/** The teacher's answer to each test row: null where it broke the task's rules, which is wrong. */
export interface TeacherOnTest {
  readonly answers: readonly (
    | { readonly state: 'answered'; readonly output: Answer }
    /** The endpoint did not answer: could not be scored, which is not the same as wrong. */
    | { readonly state: 'unanswered' }
    /** The budget did not reach. */
    | { readonly state: 'not-asked' }
  )[];
}
