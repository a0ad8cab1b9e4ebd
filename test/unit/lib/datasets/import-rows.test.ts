import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { importRows } from '../../../../lib/datasets/import-rows.ts';
import { rowId } from '../../../../lib/dataset/row-id.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const SPEC: TaskSpec = {
  version: 1,
  name: 'triage',
  instruction: 'Sort the message.',
  kind: 'labels',
  fields: null,
  labels: [
    { name: 'Billing', description: null },
    { name: 'delivery', description: null },
  ],
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  metricReason: '',
  demonstrations: [{ input: 'Where is it?', output: 'delivery' }],
  instructionEnglish: null,
  language: null,
  notes: [],
};
const MAPPING = { input: 'text', output: 'label' };
const TEXT: TaskSpec = { ...SPEC, kind: 'text', labels: null, constraints: { ...SPEC.constraints, maxChars: 5 } };

const row = (text: string, label: string) => ({ text, label });
const many = (count: number, word: string) =>
  Array.from({ length: count }, (_, at) => row(`${word} number ${at}`, 'delivery'));

const partsWith = (output: string) => [
  { split: 'train' as const, rows: [row('it was Ann, with Bob', output)] },
  { split: 'test' as const, rows: [] },
];

const importedOutput = (spec: TaskSpec, output: string) => importRows(partsWith(output), MAPPING, spec).rows[0]?.output;

describe('importRows', () => {
  it('makes examples of other people’s rows, with the task’s own spelling of the labels', () => {
    const { rows } = importRows(
      [
        { split: 'train', rows: [row(' Wrong  invoice ', ' BILLING ')] },
        { split: 'test', rows: [row('x', 'delivery')] },
      ],
      MAPPING,
      SPEC,
    );
    const id = rowId('Wrong  invoice');
    expect(rows).toEqual([
      { id, input: 'Wrong  invoice', output: 'Billing', origin: 'imported', votes: [], agreement: 1, group: id },
    ]);
  });

  it('takes values that the mapping says stand for a label', () => {
    const mapping = { ...MAPPING, labels: { '0': 'Billing' } };
    const parts = [
      { split: 'train' as const, rows: [row('a', '0'), row('b', '1')] },
      { split: 'test' as const, rows: [row('c', '0')] },
    ];
    const { rows, test, dropped } = importRows(parts, mapping, SPEC);
    expect([rows.map(({ output }) => output), test.map(({ output }) => output)]).toEqual([['Billing'], ['Billing']]);
    expect(dropped).toEqual({ 'not one of the labels': 1 });
  });

  it('writes lists and objects as the task has them', () => {
    const several = { ...UNCONSTRAINED, several: true };
    expect(importedOutput({ ...SPEC, constraints: several }, 'Delivery; BILLING')).toBe('["Billing","delivery"]');
    expect(importedOutput({ ...TEXT, kind: 'extract', constraints: several }, 'Bob, Ann')).toBe('["Ann","Bob"]');
    expect(importedOutput({ ...TEXT, kind: 'extract', constraints: UNCONSTRAINED }, 'Eve')).toBeUndefined();
    const structured = { ...UNCONSTRAINED, schema: { type: 'object' } };
    expect(importedOutput({ ...TEXT, kind: 'structured', constraints: structured }, '{ "b": 1, "a": 2 }')).toBe(
      '{"a":2,"b":1}',
    );
  });

  it('counts what does not fit, by reason', () => {
    const rows = [
      row('', 'delivery'),
      row('no label', ''),
      row('other', 'sales'),
      row('x'.repeat(8_001), 'delivery'),
      row('where is it', 'delivery'),
      row('Same', 'delivery'),
      row('same.', 'delivery'),
      row('torn', 'delivery'),
      row('Torn', 'billing'),
    ];
    const { dropped, read } = importRows([{ split: null, rows }], MAPPING, SPEC);
    expect(read).toBe(9);
    expect(dropped).toEqual({
      'contradicts another row': 2,
      duplicate: 1,
      'empty input': 1,
      'empty output': 1,
      'input too long': 1,
      'is a demonstration': 1,
      'not one of the labels': 1,
    });
  });

  it('holds outputs against the constraints', () => {
    const { dropped } = importRows([{ split: null, rows: [row('a', 'short'), row('b', 'longer')] }], MAPPING, TEXT);
    expect(dropped).toEqual({ 'violates maxChars': 1 });
  });

  it('tests with the dataset’s own test rows, and keeps them out of training', () => {
    const parts = [
      { split: 'train' as const, rows: [row('one', 'delivery'), row('Two', 'delivery')] },
      { split: 'validation' as const, rows: [row('three', 'delivery')] },
      { split: 'test' as const, rows: [row('two', 'delivery')] },
    ];
    const { rows, test, testFrom, dropped } = importRows(parts, MAPPING, SPEC);
    expect(test.map(({ input }) => input)).toEqual(['two']);
    expect(rows.map(({ input }) => JSON.stringify(input)).toSorted()).toEqual(['"one"', '"three"']);
    expect([testFrom, dropped]).toEqual(['own split', { duplicate: 1 }]);
  });

  it('keeps about a fifth for testing where there is no test, the same rows in any order', () => {
    const rows = many(500, 'message');
    const one = importRows([{ split: 'train', rows }], MAPPING, SPEC);
    const other = importRows([{ split: 'train', rows: rows.toReversed() }], MAPPING, SPEC);
    expect(one.testFrom).toBe('hashed share');
    expect(one.test.length).toBeGreaterThan(70);
    expect(one.test.length).toBeLessThan(130);
    expect(one.rows.length + one.test.length).toBe(500);
    expect([other.rows, other.test]).toEqual([one.rows, one.test]);
  });

  it('takes no more rows than the caps, and not the first ones', () => {
    const parts = [
      { split: 'train' as const, rows: many(100, 'train') },
      { split: 'test' as const, rows: many(50, 'test') },
    ];
    const { rows, test, dropped } = importRows(parts, MAPPING, SPEC, { rows: 10, test: 5 });
    expect([rows.length, test.length]).toEqual([10, 5]);
    expect(dropped).toEqual({ 'more than 10 rows': 90, 'more than 5 test rows': 45 });
    expect(rows.some(({ input }) => Number(/\d+/.exec(JSON.stringify(input))?.[0]) >= 50)).toBe(true);
  });

  it('joins several columns to one text, or keeps the task’s fields', () => {
    const record = { input: { premise: 'p', claim: 'c' }, output: 'label' };
    const rows = [{ p: 'It rains.', c: 'It is wet.', label: 'delivery' }];
    const parts = [
      { split: 'train' as const, rows },
      { split: 'test' as const, rows: [{ p: 'x', c: 'y', label: 'billing' }] },
    ];
    expect(importRows(parts, record, SPEC).rows[0]?.input).toBe('premise: It rains.\nclaim: It is wet.');
    const fields = { ...SPEC, fields: ['claim', 'premise'], demonstrations: [] };
    expect(importRows(parts, record, fields).rows[0]?.input).toEqual({ claim: 'It is wet.', premise: 'It rains.' });
  });
});
