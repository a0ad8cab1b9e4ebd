import type { TaskInput } from '../../contracts/example.ts';
import { fieldsOf, normaliseText } from './normalise.ts';

/** Shorter values are names and categories, which rows share by nature. */
const MIN_CHARACTERS = 20;
/** A value this long is a passage, however often it comes. */
const PASSAGE_CHARACTERS = 200;
/** Below so many different values per row a field is a category with long names. */
const MIN_DISTINCT_SHARE = 0.05;
/** A value in more than half of the rows is boilerplate; told only from so many rows on. */
const MAX_SHARE = 0.5;
const MIN_ROWS_FOR_BOILERPLATE = 20;

/**
 * For each input the normalised values that identify what the row is about: questions, passages, sentences. Rows that share
 * one, in whichever field, are not independent. None for inputs that are one text. Which values do is read off all inputs
 * together.
 */
export function identifyingValues(inputs: readonly TaskInput[]): readonly (readonly string[])[] {
  const rows = inputs.map((input) =>
    fieldsOf(input)
      .map(([field, value]) => ({ field, value: normaliseText(value) }))
      .filter(({ value }) => value.length >= MIN_CHARACTERS),
  );
  const counts = countValues(rows.flat());
  return rows.map((values) =>
    values.filter((value) => identifies(value, counts, inputs.length)).map(({ value }) => value),
  );
}

interface FieldValue {
  readonly field: string;
  readonly value: string;
}

/** Per field, how many rows hold each value. */
type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

function countValues(values: readonly FieldValue[]): Counts {
  const counts = new Map<string, Map<string, number>>();
  for (const { field, value } of values) {
    const ofField = counts.get(field) ?? new Map<string, number>();
    counts.set(field, ofField.set(value, (ofField.get(value) ?? 0) + 1));
  }
  return counts;
}

function identifies({ field, value }: FieldValue, counts: Counts, rows: number): boolean {
  const ofField = counts.get(field);
  const isBoilerplate = rows >= MIN_ROWS_FOR_BOILERPLATE && (ofField?.get(value) ?? 0) > MAX_SHARE * rows;
  const isCategory = value.length < PASSAGE_CHARACTERS && (ofField?.size ?? 0) < MIN_DISTINCT_SHARE * rows;
  return !isBoilerplate && !isCategory;
}
