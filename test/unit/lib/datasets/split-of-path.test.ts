import { describe, expect, it } from 'vitest';
import { splitOfPath, tableName } from '../../../../lib/datasets/split-of-path.ts';

describe('splitOfPath', () => {
  it.each([
    ['train.jsonl', 'train'],
    ['task1622.test.jsonl', 'test'],
    ['tickets-dev.csv', 'validation'],
    ['data/validation-00000-of-00002.parquet', 'validation'],
    ['default/test/0000.parquet', 'test'],
    ['train/test.csv', 'test'],
    ['Val_rows.json', 'validation'],
    ['latest.csv', null],
    ['training-plan/rows.csv', 'train'],
    ['evaluations.csv', null],
  ])('takes %s for %s', (path, split) => {
    expect(splitOfPath(path)).toBe(split);
  });
});

describe('tableName', () => {
  it.each([
    ['task1622.test.jsonl', 'task1622'],
    ['task1622.train.jsonl', 'task1622'],
    ['tickets-train.csv', 'tickets'],
    ['data/train-00000-of-00002.parquet', 'data'],
    ['data/train-00001-of-00002.parquet', 'data'],
    ['default/train/0000.parquet', 'default'],
    ['train.csv', ''],
    ['a/b.json', 'a/b'],
  ])('calls the table of %s "%s"', (path, name) => {
    expect(tableName(path)).toBe(name);
  });
});
