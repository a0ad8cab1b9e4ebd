import type { TaskFile } from '../../contracts/task-file.ts';
import { BuildableKind } from '../../contracts/task-spec.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Keys whose stage does not exist yet: refused rather than read and ignored. */
export function unsupportedKeys(file: TaskFile): readonly SchemaProblem[] {
  const refused: [readonly string[], boolean, string][] = [
    [['inputs'], file.inputs !== undefined, 'leave it out'],
    [['kind'], file.kind !== undefined && !BuildableKind.safeParse(file.kind).success, 'kinds are labels and text'],
    [['output', 'schema'], file.output?.schema !== undefined, 'leave it out'],
    [['student', 'families'], file.student?.families !== undefined, 'leave it out'],
    [['student', 'maxBytes'], file.student?.maxBytes !== undefined, 'leave it out'],
    [['student', 'maxLatencyMs'], file.student?.maxLatencyMs !== undefined, 'leave it out'],
    [['student', 'license'], file.student?.license !== undefined, 'leave it out'],
    [['train', 'trials'], above(file.train?.trials), 'the one value is 1'],
  ];
  return refused
    .filter(([, given]) => given)
    .map(([path, , advice]) => ({ path, message: `not supported yet: ${advice}` }));
}

const above = (count: number | undefined): boolean => count !== undefined && count > 1;
