import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import type { DataBytes } from '../../../../lib/datasets/data-bytes.ts';
import { readTable } from '../../../../lib/datasets/read-table.ts';

const ALL = { rows: 100, from: 'start' } as const;

function bytesOf(data: string | Uint8Array): DataBytes {
  const bytes = new Uint8Array(Buffer.from(data));
  return { bytes: bytes.length, part: async (from, to) => bytes.slice(from, to).buffer };
}

const numbers = (count: number): string => Array.from({ length: count }, (_, at) => `{"n":${at}}\n`).join('');

describe('readTable', () => {
  it('reads JSON lines, with values that are no text as text', async () => {
    const text = '{"a":"x","b":1,"c":null,"d":["only"],"e":[1,2],"f":{"g":true}}\n\n{"a":"y"}';
    expect(await readTable('rows.jsonl', bytesOf(`\uFEFF${text}`), ALL)).toEqual({
      columns: ['a', 'b', 'c', 'd', 'e', 'f.g'],
      rows: [{ a: 'x', b: '1', c: '', d: 'only', e: '[1,2]', 'f.g': 'true' }, { a: 'y' }],
      total: 2,
    });
  });

  it('reads lists of JSON, also inside of `data`, and JSON lines that are called .json', async () => {
    const rows = [{ a: 'x' }, { a: 'y' }];
    for (const text of ['[{"a":"x"},{"a":"y"}]', '{"data":[{"a":"x"},{"a":"y"}]}', '{"a":"x"}\n{"a":"y"}\n'])
      expect(await readTable('rows.json', bytesOf(text), ALL)).toEqual({ columns: ['a'], rows, total: 2 });
  });

  it('reads CSV by its heading, and keeps columns that are empty', async () => {
    expect(await readTable('rows.csv', bytesOf('a,b\n"x, ""y""",\n'), ALL)).toEqual({
      columns: ['a', 'b'],
      rows: [{ a: 'x, "y"', b: '' }],
      total: 1,
    });
  });

  it('reads Parquet', async () => {
    const columnData = [
      { name: 'a', data: ['x', 'y', 'z'] },
      { name: 'n', data: [1n, 2n, 3n] },
    ];
    const file = new Uint8Array(parquetWriteBuffer({ columnData }));
    expect(await readTable('rows.parquet', bytesOf(file), { rows: 2, from: 'start' })).toEqual({
      columns: ['a', 'n'],
      rows: [
        { a: 'x', n: '1' },
        { a: 'y', n: '2' },
      ],
      total: 3,
    });
  });

  it('takes the first rows, or rows from all over, and counts them all', async () => {
    const first = await readTable('rows.jsonl', bytesOf(numbers(100)), { rows: 3, from: 'start' });
    expect(first).toEqual({ columns: ['n'], rows: [{ n: '0' }, { n: '1' }, { n: '2' }], total: 100 });
    const spread = await readTable('rows.jsonl', bytesOf(numbers(100)), { rows: 8, from: 'everywhere' });
    expect(spread.rows.map(({ n }) => n)).toEqual(['0', '16', '32', '48', '64', '80', '96']);
    expect(spread.total).toBe(100);
  });

  it.each([
    ['rows.jsonl', '{"a":1}\n{"a":', 'line 2'],
    ['rows.jsonl', '[1]\n', 'line 1'],
    ['rows.json', '"text"', 'no list'],
    ['rows.csv', 'a,b\n1\n', 'line 2'],
    ['rows.csv', 'a,b\n"1\n', 'line 2'],
    ['rows.parquet', 'no parquet at all', 'Parquet'],
    ['rows.txt', 'x', '.txt'],
  ])('says what is wrong with %s holding %j', async (path, text, where) => {
    await expect(readTable(path, bytesOf(text), ALL)).rejects.toMatchObject({
      name: 'DataUnreadable',
      message: expect.stringContaining(where),
    });
  });

  it('refuses a JSON list too long to parse whole', async () => {
    const huge: DataBytes = { bytes: 64 * 1024 * 1024 + 1, part: () => Promise.reject(new Error('was read')) };
    await expect(readTable('rows.json', huge, ALL)).rejects.toMatchObject({ name: 'DataUnreadable' });
  });
});
