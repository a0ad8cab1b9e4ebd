import type { TaskConfig } from '../../contracts/task-config.ts';

/** No wishes about the student. */
export const ANY_STUDENT: TaskConfig['student'] = {
  baseModel: null,
  families: null,
  maxBytes: null,
  maxLatencyMs: null,
  licenses: null,
};
