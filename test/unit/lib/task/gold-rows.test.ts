import { describe, expect, it } from 'vitest';
import { parseGoldRows } from '../../../../lib/task/gold-rows.ts';

const wheres = (text: string, name: string) => parseGoldRows(text, name).problems.map(({ where }) => where);

describe('parseGoldRows', () => {
  it('reads JSON lines, blank ones left out, and says where each row stands', () => {
    expect(
      parseGoldRows('\uFEFF{"input":"a","output":"b"}\r\n\n{"input":{"f":"g"},"output":"h"}\n', 't.jsonl'),
    ).toEqual({
      rows: [
        { row: { input: 'a', output: 'b' }, where: 't.jsonl line 1' },
        { row: { input: { f: 'g' }, output: 'h' }, where: 't.jsonl line 3' },
      ],
      problems: [],
    });
  });
  it('reads a JSON list', () => {
    expect(parseGoldRows('[{"input":"a","output":"b"}]', 't.JSON').rows).toEqual([
      { row: { input: 'a', output: 'b' }, where: 't.JSON row 1' },
    ]);
  });
  it('reads the columns input and output of a CSV as a text and its output, in whatever order', () => {
    expect(parseGoldRows('output,input\nb,a\n', 't.csv').rows).toEqual([
      { row: { input: 'a', output: 'b' }, where: 't.csv line 2' },
    ]);
  });
  it('makes a record of the columns of a CSV that are not called input alone', () => {
    expect(parseGoldRows('question,input,output\nq,i,o\n', 't.csv').rows[0]?.row).toEqual({
      input: { question: 'q', input: 'i' },
      output: 'o',
    });
    expect(parseGoldRows('question,output\nq,o\n', 't.csv').rows[0]?.row).toEqual({
      input: { question: 'q' },
      output: 'o',
    });
  });
  it('names every line that is wrong, and keeps none of them', () => {
    const read = parseGoldRows('{"input":"a"}\nno\n{"input":"a","output":"b","label":"c"}\n', 't.jsonl');
    expect(read.rows).toEqual([]);
    expect(read.problems.map(({ where }) => where)).toEqual([
      't.jsonl line 1, output',
      't.jsonl line 2',
      't.jsonl line 3, label',
    ]);
  });
  it.each([
    ['no column output', 'input,label\na,b\n', 't.csv line 1'],
    ['no column for the input', 'output\nb\n', 't.csv line 1'],
    ['two columns of one name', 'a,a,output\n1,2,3\n', 't.csv line 1'],
    ['a column without a name', 'a,,output\n1,2,3\n', 't.csv line 1'],
    ['a record with a cell too few', 'input,output\na,b\nc\n', 't.csv line 3'],
    ['a quote that is never closed', 'input,output\na,"b\n', 't.csv line 2'],
  ])('refuses a CSV with %s', (_, text, where) => {
    expect(wheres(text, 't.csv')).toEqual([where]);
  });
  it('refuses a JSON file that holds no list, and a file of another kind', () => {
    expect(wheres('{"input":"a","output":"b"}', 't.json')).toEqual(['t.json']);
    expect(wheres('a\tb', 't.tsv')).toEqual(['t.tsv']);
    expect(wheres('a', 'rows')).toEqual(['rows']);
  });
});
