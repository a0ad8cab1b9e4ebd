import type { TaskKind } from '../../contracts/task-file.ts';

/**
 * Whether two rows are near duplicates only where their outputs are near too.
 *
 * Inputs of free text look alike by nature, such as lists of attributes that are to be described: their outputs tell them
 * apart. Labels and passages do not: two inputs that look alike are one question. Structured outputs share their field
 * names whatever they say, so that they would always be near.
 */
export const isOutputFree = (kind: TaskKind): boolean => kind === 'text' || kind === 'edit' || kind === 'code';
