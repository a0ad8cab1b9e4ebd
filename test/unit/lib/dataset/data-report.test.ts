import { expect, it } from 'vitest';
import type { Example } from '../../../../contracts/example.ts';
import { fixedAttributes } from '../../../../lib/generation/fixed-attributes.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';
import { dataReport } from '../../../../lib/dataset/data-report.ts';

const example = (id: string, input: string, output: string, origin: Example['origin'] = 'generated'): Example => ({
  id,
  input,
  output,
  origin,
  votes: [],
  agreement: 1,
  group: id,
});

it('counts rows, shares, lengths and the leaks that are left', () => {
  const report = dataReport({
    task: { kind: 'labels', constraints: UNCONSTRAINED },
    train: [
      example('1', 'where is my parcel', 'delivery'),
      example('2', 'Where is my refund?', 'billing', 'gold'),
      example('3', 'lost', 'delivery'),
      example('4', 'my card was charged twice', 'delivery'),
    ],
    validation: [example('5', 'late', 'delivery')],
    test: [example('6', 'where is my REFUND', 'billing', 'gold')],
    duplicates: 7,
    attributes: fixedAttributes('off-schema'),
    leaksRemoved: { 'same-input': 1, 'same-field': 0, near: 2 },
  });
  expect(report.train).toEqual({
    rows: 4,
    groups: 4,
    origins: { gold: 1, generated: 3, imported: 0 },
    outputs: { delivery: 0.75, billing: 0.25 },
    inputLengths: { median: 18, p90: 18, max: 25 },
    outputLengths: { median: 8, p90: 8, max: 8 },
  });
  expect(report.validation.rows).toBe(1);
  expect(report.test.origins.gold).toBe(1);
  expect(report.leaksLeft).toEqual({ 'same-input': 1, 'same-field': 0, near: 0 });
  expect(report.attributes).toEqual({ origin: 'fixed', topics: 0, refused: 'off-schema' });
  expect([report.duplicates, report.leaksRemoved.near]).toEqual([7, 2]);
});

it('counts each of several labels by the rows that have it', () => {
  const rows = ['["a","b"]', '["a"]', '[]', '["b"]'].map((output, at) => example(`${at}`, `text ${at}`, output));
  const report = dataReport({
    task: { kind: 'labels', constraints: { ...UNCONSTRAINED, several: true } },
    train: rows,
    validation: [],
    test: [],
    duplicates: 0,
    attributes: null,
    leaksRemoved: { 'same-input': 0, 'same-field': 0, near: 0 },
  });
  expect(report.train.outputs).toEqual({ a: 0.5, b: 0.5 });
});
