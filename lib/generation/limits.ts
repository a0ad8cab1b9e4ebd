import type { Constraints } from '../../contracts/task-config.ts';
import type { TaskKind } from '../../contracts/task-file.ts';

/** Inputs asked for in one `write-inputs` call: enough to share the cost of the prompt, few enough that they still differ. */
export const INPUTS_PER_CALL = 10;

/** Cap on a `write-inputs` answer: ten inputs of about 150 words. Longer ones are cut off, rejected and counted. */
export const WRITE_MAX_TOKENS = 3072;

/** Cap on a `parse-task` answer. */
export const PARSE_MAX_TOKENS = 2048;

/** How often a rejected answer is asked for again: at 30 % malformed answers, 5 retries lose 7 rows in 10,000. */
export const RETRIES = 5;

/**
 * Cap on a `label-input` answer, in tokens. A label is short; the rest is room for the JSON around it. A text may have
 * as many tokens as characters where the task limits them (the worst case of any tokenizer is near that), else 1,024.
 */
export function labelMaxTokens(kind: TaskKind, constraints: Constraints): number {
  if (kind === 'labels') return 128;
  if (constraints.maxChars === null) return 1024;
  return Math.min(1024, 64 + constraints.maxChars);
}
