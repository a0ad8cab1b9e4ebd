import type { Who } from '../../contracts/report.ts';
import type { Answer } from '../metrics/scored-rows.ts';

/** What everybody answered on the same rows, in the order of the rows. Null is an answer that breaks the task's rules: wrong. */
export type Answers = Readonly<Partial<Record<Who, readonly Answer[]>>>;
