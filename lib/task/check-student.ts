import type { TaskFile } from '../../contracts/task-file.ts';
import { familiesFor } from '../student/families.ts';
import { kindOf } from './kind-of.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Families that make no students for the task's kind; nothing is known where the kind is read from the prompt. */
export function checkStudent(file: TaskFile): SchemaProblem[] {
  const { output, student } = file;
  const wanted = kindOf(file);
  if (wanted === null || student?.families === undefined) return [];
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
