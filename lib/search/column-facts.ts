import { normaliseText } from '../dataset/normalise.ts';
import type { Row } from '../datasets/table.ts';

/** What a column's values look like, over the rows that were seen. */
export interface ColumnFacts {
  readonly name: string;
  /** Share of rows that have a value, 0 to 1. */
  readonly filled: number;
  /** Different values, normalised. */
  readonly distinct: number;
  /** Rows with each value, normalised, most frequent first. */
  readonly counts: ReadonlyMap<string, number>;
  /** Mean length of the values, in UTF-16 units. */
  readonly meanChars: number;
  /** Mean words of the values. */
  readonly meanWords: number;
  readonly looks: 'numbers' | 'identifiers' | 'classes' | 'text';
}

/** At most so many different values make classes. */
const MAX_CLASSES = 100;
/** Classes come again: this many rows for each, on average. */
const ROWS_PER_CLASS = 4;
/** Longer values are sentences, even where they repeat. */
const MAX_CLASS_CHARS = 60;

/** Facts about each column. */
export const columnFacts = (columns: readonly string[], rows: readonly Row[]): readonly ColumnFacts[] =>
  columns.map((name) =>
    factsOf(
      name,
      rows.map((row) => (row[name] ?? '').trim()).filter((value) => value !== ''),
      rows.length,
    ),
  );

function factsOf(name: string, values: readonly string[], rows: number): ColumnFacts {
  const counts = new Map<string, number>();
  for (const value of values.map(normaliseText)) counts.set(value, (counts.get(value) ?? 0) + 1);
  const mean = (measure: (value: string) => number): number =>
    values.length === 0 ? 0 : values.reduce((sum, value) => sum + measure(value), 0) / values.length;
  const facts = {
    name,
    filled: rows === 0 ? 0 : values.length / rows,
    distinct: counts.size,
    counts: new Map([...counts].toSorted((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1))),
    meanChars: mean((value) => value.length),
    meanWords: mean((value) => value.split(/\s+/).length),
  };
  return { ...facts, looks: looksOf(facts, values) };
}

function looksOf(facts: Omit<ColumnFacts, 'looks'>, values: readonly string[]): ColumnFacts['looks'] {
  const { distinct, meanChars } = facts;
  const repeats = values.length >= distinct * ROWS_PER_CLASS || (values.length >= 4 && distinct === 2);
  if (distinct <= MAX_CLASSES && repeats && meanChars <= MAX_CLASS_CHARS) return 'classes';
  const share = (pattern: RegExp): number =>
    values.filter((value) => pattern.test(value)).length / (values.length || 1);
  if (share(/^[-+]?[\d.,:/\s%-]+$/) > 0.9) return 'numbers';
  // One word with digits or a long run of it: keys, hashes, addresses.
  if (share(/^(?=\S*[\d_/-])\S{4,}$/) > 0.9) return 'identifiers';
  return 'text';
}
