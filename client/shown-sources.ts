import { localSources } from '../lib/task/local-sources.ts';
import type { TaskFile } from '../contracts/task-file.ts';

/** What a person must know before a build whose own files nobody looks through; none where no such row leaves. */
export const shownSources = (task: TaskFile): readonly string[] =>
  task.retrieve === 'auto' && localSources(task).length > 0
    ? [
        `Rows of ${localSources(task).join(', ')} that are about the task may be sent to the teacher, three of a dataset; with retrieve: ask none is before you choose.`,
      ]
    : [];
