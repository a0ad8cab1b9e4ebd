/** One record of a CSV text: its cells and the line (from 1) on which it begins. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Records of a CSV text, lines without any character left out.
 *
 * Comma-separated; a cell in double quotes may hold commas, line ends and doubled quotes; lines end in LF or CRLF.
 * @throws CsvError for a quote that is not closed, or text beside a quoted cell
 * @see RFC 4180, section 2
 */
export function readCsv(text: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells: string[] = [];
  let line = 1;
  let begins = 1;
  for (const { cell, end } of cellsOf(text)) {
    cells.push(cell.text);
    line += cell.lineEnds;
    if (end === ',') continue;
    if (cells.length > 1 || cell.raw !== '') records.push({ line: begins, cells });
    cells = [];
    line += 1;
    begins = line;
  }
  return records;
}

/** A text that is no CSV, and the line where that shows. */
export class CsvError extends Error {
  override readonly name = 'CsvError';
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** One cell and what ends it. The first alternative is a quoted cell, the second a plain one. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;

function* cellsOf(text: string) {
  let at = 0;
  while (at < text.length) {
    CELL.lastIndex = at;
    const match = CELL.exec(text);
    if (match === null) throw broken(text, at);
    const [raw, quoted, plain = '', end = ''] = match;
    const inside = quoted ?? plain;
    yield {
      cell: {
        text: inside.replaceAll('""', '"'),
        raw: raw.slice(0, raw.length - end.length),
        lineEnds: inside.split('\n').length - 1,
      },
      end,
    };
    at += raw.length;
    if (end === ',' && at === text.length) yield { cell: { text: '', raw: '', lineEnds: 0 }, end: '' };
  }
}

function broken(text: string, at: number): CsvError {
  const line = text.slice(0, at).split('\n').length;
  const closed = /^"(?:[^"]|"")*"/.test(text.slice(at));
  if (closed) return new CsvError(line, 'text follows a quoted cell: a quote inside a cell is written twice ("")');
  if (text[at] === '"') return new CsvError(line, 'a quote is opened and never closed');
  return new CsvError(
    line,
    'a quote stands inside a cell that is not quoted: put the cell in quotes and double the quote',
  );
}
