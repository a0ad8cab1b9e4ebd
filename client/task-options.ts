import { TASK_FLAGS } from '../lib/task/task-flags.ts';
import type { VerbOption } from './verb.ts';

/** Options of `build` and `plan` that stand for keys of the task file. */
export const taskOptions = (): Record<string, VerbOption> =>
  Object.fromEntries(
    Object.entries(TASK_FLAGS).map(([name, { value, help }]) => [name, { type: 'string' as const, value, help }]),
  );
