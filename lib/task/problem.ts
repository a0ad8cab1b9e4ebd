import { StageFailure } from '../../contracts/failure.ts';

/** One thing that is wrong with a task. */
export interface Problem {
  /** File, line and key, or the flag; empty where it concerns the task as a whole. */
  readonly where: string;
  /** What is wrong, and what would be right. */
  readonly message: string;
}

/** As many problems as fit on a screen: whoever has more mends these first. */
const SHOWN = 20;

/** All problems of a task in one failure, so that they can be mended together. */
export function taskInvalid(task: string, problems: readonly Problem[]): StageFailure {
  const lines = problems.slice(0, SHOWN).map(({ where, message }) => (where === '' ? message : `${where}: ${message}`));
  const rest = problems.length - lines.length;
  if (rest > 0) lines.push(`and ${rest} more`);
  const [only] = lines;
  const text =
    problems.length === 1 && only !== undefined
      ? only
      : `${task} has ${problems.length} problems:\n${lines.map((line) => `  - ${line}`).join('\n')}`;
  return new StageFailure('task-invalid', text, { details: { problems: problems.slice(0, SHOWN) } });
}
