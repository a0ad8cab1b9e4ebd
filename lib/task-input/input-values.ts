import type { TaskInput } from '../../contracts/example.ts';

/** The words of an input alone: a text as it is; of a record the values of `fields` without their names, a line each. */
export const inputValues = (input: TaskInput, fields: readonly string[] | null): string =>
  typeof input === 'string' ? input : (fields ?? Object.keys(input)).map((field) => input[field] ?? '').join('\n');
