import type { ColumnMapping } from '../../contracts/candidate.ts';
import type { GoldRow, TaskInput } from '../../contracts/example.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { inputText } from '../task-input/input-text.ts';
import type { Row } from './table.ts';

/** A row as the task sees it; white space at the edges is left out. `fields` as in the task spec. */
export function mappedRow(row: Row, mapping: ColumnMapping, fields: readonly string[] | null): GoldRow {
  const output = (row[mapping.output] ?? '').trim();
  return { input: mappedInput(row, mapping, fields), output: mapping.labels?.[output] ?? output };
}

/**
 * Holds a mapping against the task and the dataset's columns.
 * @throws StageFailure `task-invalid` where a column is not there, a field has none, or fields are given to a task of one text
 *   in a way that it cannot read
 */
export function checkMapping(
  mapping: ColumnMapping,
  columns: readonly string[],
  fields: readonly string[] | null,
  dataset: string,
): void {
  const inputs = typeof mapping.input === 'string' ? [mapping.input] : Object.values(mapping.input);
  const missing = [...inputs, mapping.output].filter((column) => !columns.includes(column));
  const refuse = (why: string): never => {
    throw new StageFailure(
      'task-invalid',
      `mapping the columns of ${dataset}: ${why}. Its columns: ${columns.join(', ')}.`,
    );
  };
  if (missing.length > 0) refuse(`there is no column ${missing.map((column) => `"${column}"`).join(', ')}`);
  if (inputs.length === 0) refuse('the input needs a column');
  if (inputs.includes(mapping.output)) refuse(`"${mapping.output}" cannot be both input and output`);
  if (fields === null) return;
  const given = typeof mapping.input === 'string' ? [] : Object.keys(mapping.input);
  const bare = fields.filter((field) => !given.includes(field));
  if (bare.length > 0) refuse(`the task's field ${bare.map((field) => `"${field}"`).join(', ')} has no column`);
}

function mappedInput(row: Row, { input }: ColumnMapping, fields: readonly string[] | null): TaskInput {
  if (typeof input === 'string') return (row[input] ?? '').trim();
  const record = Object.fromEntries(
    (fields ?? Object.keys(input)).map((field) => [field, (row[input[field] ?? ''] ?? '').trim()]),
  );
  return fields === null ? inputText(record, Object.keys(record)) : record;
}
