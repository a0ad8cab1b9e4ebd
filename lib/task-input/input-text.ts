import type { TaskInput } from '../../contracts/example.ts';
import { StageFailure } from '../../contracts/failure.ts';

/**
 * What a student reads: a text as it is; fields as `<field>: <value>` lines in the order of `fields`.
 * `predict.mjs` and `predict.py` of a bundle do the same. Keys of a record beside `fields` are left out.
 * @throws StageFailure `task-invalid` for a record where the task takes one text, or one that lacks a field
 */
export function inputText(input: TaskInput, fields: readonly string[] | null): string {
  if (typeof input === 'string') return input;
  if (fields === null) throw new StageFailure('task-invalid', 'a row has fields, but the task takes one text');
  return fields.map((field) => `${field}: ${valueOf(input, field)}`).join('\n');
}

function valueOf(record: Readonly<Record<string, string>>, field: string): string {
  const value = Object.hasOwn(record, field) ? record[field] : undefined;
  if (value === undefined) throw new StageFailure('task-invalid', `a row lacks the field "${field}"`);
  return value;
}
