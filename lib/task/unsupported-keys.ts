import type { TaskFile } from '../../contracts/task-file.ts';
import type { SchemaProblem } from './schema-problems.ts';

/** Keys whose stage does not exist yet: refused rather than read and ignored. */
export const unsupportedKeys = ({ inputs }: TaskFile): readonly SchemaProblem[] =>
  inputs === undefined ? [] : [{ path: ['inputs'], message: 'not supported yet: leave it out' }];
