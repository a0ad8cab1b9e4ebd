import { describe, expect, it } from 'vitest';
import { CsvError, readCsv } from '../../../../lib/task/read-csv.ts';

const errorOf = (text: string): unknown => {
  try {
    return readCsv(text);
  } catch (error) {
    return error;
  }
};

describe('readCsv', () => {
  it('reads commas, doubled quotes and line ends inside quoted cells, and counts lines across them', () => {
    expect(readCsv('a,b\r\n"x, ""y""","two\nlines"\r\nlast,\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['x, "y"', 'two\nlines'] },
      { line: 4, cells: ['last', ''] },
    ]);
  });
  it('needs no line end after the last record', () => {
    expect(readCsv('a,b\n1,')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1', ''] },
    ]);
  });
  it('leaves out empty lines and keeps a record of one empty quoted cell', () => {
    expect(readCsv('a\n\n""\nb')).toEqual([
      { line: 1, cells: ['a'] },
      { line: 3, cells: [''] },
      { line: 4, cells: ['b'] },
    ]);
  });
  it('reads a text without a character as no record', () => {
    expect(readCsv('')).toEqual([]);
  });
  it.each([
    ['a quote that is never closed', 'a\n"b', 2],
    ['text behind a quoted cell', 'a\nb\n"c"d', 3],
    ['a quote inside a plain cell', 'a"b', 1],
  ])('refuses %s and names its line', (_, text, line) => {
    const error = errorOf(text);
    expect(error).toBeInstanceOf(CsvError);
    expect(error).toMatchObject({ line });
  });
});
