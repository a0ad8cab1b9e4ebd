import type { TaskFile, TaskKind } from '../../contracts/task-file.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Kinds that can be built. */
const BUILDABLE: readonly TaskKind[] = ['labels', 'text'];

/** Keys whose stage does not exist yet: refused rather than read and ignored. */
export function unsupportedKeys(file: TaskFile): readonly SchemaProblem[] {
  const refused: [readonly string[], boolean, string][] = [
    [['inputs'], file.inputs !== undefined, 'leave it out'],
    [['kind'], file.kind !== undefined && !BUILDABLE.includes(file.kind), 'kinds are labels and text'],
    [['output', 'several'], file.output?.several !== undefined, 'leave it out'],
    [['output', 'ordered'], file.output?.ordered !== undefined, 'leave it out'],
    [['output', 'none'], file.output?.none !== undefined, 'leave it out'],
    [['output', 'schema'], file.output?.schema !== undefined, 'leave it out'],
  ];
  return refused
    .filter(([, given]) => given)
    .map(([path, , advice]) => ({ path, message: `not supported yet: ${advice}` }));
}
