import { z } from 'zod';
import { CsvError, readCsv, type CsvRecord } from '../task/read-csv.ts';
import { type DataBytes, linesOf, textOf } from './data-bytes.ts';
import { DataUnreadable } from './data-unreadable.ts';
import { readParquet } from './read-parquet.ts';
import { createSpread } from './spread.ts';
import { columnsOf, type Row, rowOf, type Table, type Wanted } from './table.ts';

/** JSON lists and CSV are parsed whole, at about ten times their size in memory. */
const MAX_WHOLE_BYTES = 64 * 1024 * 1024;

/** Endings of the files that rows are read from. */
export const DATA_FILE = /\.(?:jsonl|ndjson|json|csv|parquet)$/i;

/**
 * Rows of a data file, by the ending of its name.
 * @throws DataUnreadable for what is not of that format, and for JSON lists and CSV above 64 MiB
 */
export async function readTable(path: string, data: DataBytes, wanted: Wanted): Promise<Table> {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  const read = READERS.get(ending);
  if (read === undefined)
    throw new DataUnreadable(`rows are read from .jsonl, .json, .csv and .parquet, not from .${ending}`);
  return await read(data, wanted);
}

async function readJsonLines(data: DataBytes, wanted: Wanted): Promise<Table> {
  const spread = createSpread<Row>(wanted);
  let number = 0;
  for await (const line of linesOf(data)) {
    number += 1;
    const text = number === 1 ? line.replace(/^\uFEFF/, '') : line;
    if (text.trim() !== '') spread.offer(() => rowOf(recordOf(parseJson(text, `line ${number}`), `line ${number}`)));
  }
  return tableOf(spread.kept(), spread.total());
}

/** A list of records, or `{data: [...]}` as some exports wrap it. */
async function readJson(data: DataBytes, wanted: Wanted): Promise<Table> {
  const text = await wholeText(data);
  // Many call JSON lines `.json`.
  if (/^\s*\{.*\}\s*\n\s*\{/.test(text)) return await readJsonLines(data, wanted);
  const parsed = JsonRows.safeParse(parseJson(text.replace(/^\uFEFF/, ''), 'the file'));
  if (!parsed.success) throw new DataUnreadable('it is no list of records');
  const records = Array.isArray(parsed.data) ? parsed.data : parsed.data.data;
  const spread = createSpread<Row>(wanted);
  for (const record of records) spread.offer(() => rowOf(record));
  return tableOf(spread.kept(), spread.total());
}

async function readCsvTable(data: DataBytes, wanted: Wanted): Promise<Table> {
  const [heading, ...body] = csvRecords((await wholeText(data)).replace(/^\uFEFF/, ''));
  if (heading === undefined) return tableOf([], 0);
  const columns = heading.cells.map((cell) => cell.trim());
  const spread = createSpread<Row>(wanted);
  for (const { cells, line } of body) {
    if (cells.length !== columns.length)
      throw new DataUnreadable(`line ${line} has ${cells.length} cells where the heading has ${columns.length}`);
    spread.offer(() => Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? ''])));
  }
  return { ...tableOf(spread.kept(), spread.total()), columns };
}

const READERS = new Map<string, (data: DataBytes, wanted: Wanted) => Promise<Table>>([
  ['jsonl', readJsonLines],
  ['ndjson', readJsonLines],
  ['json', readJson],
  ['csv', readCsvTable],
  ['parquet', readParquet],
]);

const JsonRecord = z.record(z.string(), z.unknown());
const JsonRows = z.union([z.array(JsonRecord), z.object({ data: z.array(JsonRecord) })]);

const tableOf = (rows: readonly Row[], total: number): Table => ({ columns: columnsOf(rows), rows, total });

async function wholeText(data: DataBytes): Promise<string> {
  if (data.bytes > MAX_WHOLE_BYTES)
    throw new DataUnreadable(
      `JSON lists and CSV are read up to 64 MiB, and it has ${Math.round(data.bytes / 1024 / 1024)}: make it JSON lines or Parquet`,
    );
  return await textOf(data);
}

function recordOf(value: unknown, where: string): Readonly<Record<string, unknown>> {
  const parsed = JsonRecord.safeParse(value);
  if (!parsed.success) throw new DataUnreadable(`${where} is no record`);
  return parsed.data;
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new DataUnreadable(`${where} is no JSON: ${error.message}`);
  }
}

function csvRecords(text: string): readonly CsvRecord[] {
  try {
    return readCsv(text);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new DataUnreadable(`line ${error.line}: ${error.message}`);
  }
}
