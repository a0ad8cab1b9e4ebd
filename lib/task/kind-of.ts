import type { TaskFile, TaskKind } from '../../contracts/task-file.ts';

/** The kind that a task file says; who lists labels or gives a schema has said it. Null where the prompt must tell. */
export function kindOf({ kind, labels, output }: TaskFile): TaskKind | null {
  if (kind !== undefined) return kind;
  if (labels !== undefined) return 'labels';
  return output?.schema === undefined ? null : 'structured';
}
