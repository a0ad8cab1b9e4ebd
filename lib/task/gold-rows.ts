import { type GoldRow, WrittenRow } from '../../contracts/example.ts';
import { CsvError, readCsv, type CsvRecord } from './read-csv.ts';
import type { Problem } from './problem.ts';
import { schemaProblems } from './schema-problems.ts';
import { keyText } from './task-source.ts';

/** A gold row and where a person would look for it. */
export interface PlacedRow<Row = GoldRow> {
  readonly row: Row;
  readonly where: string;
}

export interface RowsRead<Row = GoldRow> {
  readonly rows: readonly PlacedRow<Row>[];
  readonly problems: readonly Problem[];
}

/**
 * Gold rows, as they were written, of a file's text, by the ending of its name: `.jsonl` (one `{input, output}` a line), `.json` (a list of
 * them), `.csv` (a heading with `output` and either `input` or the names of the input's fields).
 */
export function parseGoldRows(text: string, name: string): RowsRead<WrittenRow> {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const read = READERS.get(ending);
  return read === undefined
    ? failed(name, 'rows are read from files that end in .jsonl, .json or .csv')
    : read(text.replace(/^\uFEFF/, ''), name);
}

/** Rows that stand in the task file itself: their shape is known to be right. */
export const placeInlineRows = (
  rows: readonly WrittenRow[],
  placeOf: (at: number) => string,
): RowsRead<WrittenRow> => ({
  rows: rows.map((row, at) => ({ row, where: placeOf(at) })),
  problems: [],
});

function fromJsonLines(text: string, name: string): RowsRead<WrittenRow> {
  const lines = text.split('\n');
  return joined(
    lines.flatMap((line, at) => {
      if (line.trim() === '') return [];
      const where = `${name} line ${at + 1}`;
      const json = parseJson(line);
      return 'broken' in json ? [failed(where, `this is no JSON: ${json.broken}`)] : [readRow(json.value, where)];
    }),
  );
}

function fromJson(text: string, name: string): RowsRead<WrittenRow> {
  const json = parseJson(text);
  if ('broken' in json) return failed(name, `this is no JSON: ${json.broken}`);
  if (!Array.isArray(json.value)) return failed(name, 'must be a list of {"input": ..., "output": ...}');
  return joined(json.value.map((row: unknown, at) => readRow(row, `${name} row ${at + 1}`)));
}

function fromCsv(text: string, name: string): RowsRead<WrittenRow> {
  let records: readonly CsvRecord[];
  try {
    records = readCsv(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return failed(`${name} line ${error.line}`, error.message);
  }
  const [heading, ...body] = records;
  if (heading === undefined) return { rows: [], problems: [] };
  const columns = heading.cells.map((cell) => cell.trim());
  const fields = columns.filter((column) => column !== 'output');
  const where = `${name} line ${heading.line}`;
  if (!columns.includes('output'))
    return failed(where, `no column is called "output" (columns: ${columns.join(', ')})`);
  if (fields.length === 0)
    return failed(where, 'no column holds the input: call it "input", or name one column per field');
  if (new Set(columns).size < columns.length) return failed(where, `two columns have one name (${columns.join(', ')})`);
  if (columns.includes('')) return failed(where, 'a column has no name');
  return joined(body.map(({ cells, line }) => rowOfCells(columns, cells, `${name} line ${line}`)));
}

const READERS = new Map([
  ['jsonl', fromJsonLines],
  ['ndjson', fromJsonLines],
  ['json', fromJson],
  ['csv', fromCsv],
]);

function rowOfCells(columns: readonly string[], cells: readonly string[], where: string): RowsRead<WrittenRow> {
  if (cells.length !== columns.length)
    return failed(where, `has ${cells.length} cells where the heading names ${columns.length} columns`);
  const byColumn = Object.fromEntries(columns.map((column, at) => [column, cells[at]]));
  const { output, ...fields } = byColumn;
  const input = columns.length === 2 && fields['input'] !== undefined ? fields['input'] : fields;
  return readRow({ input, output }, where);
}

function readRow(value: unknown, where: string): RowsRead<WrittenRow> {
  const problems = schemaProblems(WrittenRow, value);
  if (problems.length === 0) return { rows: [{ row: WrittenRow.parse(value), where }], problems: [] };
  const place = (path: readonly PropertyKey[]) => (path.length === 0 ? where : `${where}, ${keyText(path)}`);
  return { rows: [], problems: problems.map(({ path, message }) => ({ where: place(path), message })) };
}

function parseJson(text: string): { readonly value: unknown } | { readonly broken: string } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { broken: error.message };
  }
}

const failed = (where: string, message: string): RowsRead<WrittenRow> => ({ rows: [], problems: [{ where, message }] });

const joined = (parts: readonly RowsRead<WrittenRow>[]): RowsRead<WrittenRow> => ({
  rows: parts.flatMap(({ rows }) => rows),
  problems: parts.flatMap(({ problems }) => problems),
});
