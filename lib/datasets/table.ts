/** A row of a dataset: text by column. What is no text is written as text; a missing value is empty. */
export type Row = Readonly<Record<string, string>>;

/** Rows of a data file. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** Rows of the whole file. */
  readonly total: number;
}

/** Which rows are wanted: the first ones, or as many from all over the file, so that sorted files are seen whole. */
export interface Wanted {
  readonly rows: number;
  readonly from: 'start' | 'everywhere';
}

/** Columns of all rows, in the order they first appear. */
export const columnsOf = (rows: readonly Row[]): readonly string[] => [
  ...new Set(rows.flatMap((row) => Object.keys(row))),
];

/**
 * A record as a row. Fields of records inside get names with a dot; a list of one value is that value, others are JSON.
 * Bytes (pictures, sound) are left out.
 */
export function rowOf(record: Readonly<Record<string, unknown>>): Row {
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => cellsOf(name, value)));
}

function cellsOf(name: string, value: unknown): [string, string][] {
  if (value === null || value === undefined) return [[name, '']];
  if (typeof value === 'string') return [[name, value]];
  if (value instanceof Date) return [[name, value.toISOString()]];
  if (value instanceof Uint8Array) return [];
  if (Array.isArray(value)) {
    const [only] = value;
    return value.length === 1 && typeof only !== 'object' ? cellsOf(name, only) : [[name, jsonOf(value)]];
  }
  if (typeof value === 'object')
    return Object.entries(value).flatMap(([inner, part]) => cellsOf(`${name}.${inner}`, part));
  return [[name, typeof value === 'bigint' ? value.toString() : jsonOf(value)]];
}

const jsonOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? Number(part) : part));
