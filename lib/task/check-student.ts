import type { TaskFile } from '../../contracts/task-file.ts';
import { familiesFor } from '../student/families.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Families that make no students for the task's kind; nothing is known where the kind is read from the prompt. */
export function checkStudent({ kind, labels, output, student }: TaskFile): SchemaProblem[] {
  const wanted = kind ?? (labels === undefined ? undefined : 'labels');
  if (wanted === undefined || student?.families === undefined) return [];
  const playing = familiesFor(wanted, { several: output?.several ?? false });
  return student.families.flatMap((family, at) =>
    playing.includes(family)
      ? []
      : [
          {
            path: ['student', 'families', at],
            message: `${family} makes no students for ${wanted}: one of ${playing.join(', ')}`,
          },
        ],
  );
}
