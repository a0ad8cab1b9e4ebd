import type { TaskFile } from '../../contracts/task-file.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Keys whose stage does not exist yet: refused rather than read and ignored. */
export function unsupportedKeys(file: TaskFile): readonly SchemaProblem[] {
  const refused: [readonly string[], boolean, string][] = [
    [['inputs'], file.inputs !== undefined, 'leave it out'],
  ];
  return refused
    .filter(([, given]) => given)
    .map(([path, , advice]) => ({ path, message: `not supported yet: ${advice}` }));
}
