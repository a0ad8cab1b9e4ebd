import { expect, it } from 'vitest';
import type { Example } from '../../../../contracts/example.ts';
import { assembleRows } from '../../../../lib/dataset/assemble-rows.ts';
import { extendRows } from '../../../../lib/dataset/extend-rows.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const row = (id: string, input: Example['input']): Example => ({
  id,
  input,
  output: 'a',
  origin: 'generated',
  votes: ['a'],
  agreement: 1,
  group: id,
});
const TASK = { kind: 'labels', constraints: UNCONSTRAINED } as const;
const near = ({ id, input }: Example) => row(`near-${id}`, `${JSON.stringify(input).slice(1, -1)} soon`);
const words = (number: number) =>
  `request ${number * 7919} about matter ${number * 104_729} of the customer ${number * 1_299_709}`;
const rows = Array.from({ length: 100 }, (_, number) => row(`old-${number}`, words(number)));
const test = [row('test', 'the parcel has not arrived although it was promised for monday')];
const earlier = assembleRows(rows, test, TASK, 1);

it('adds what is new to training and leaves validation as it was', () => {
  const fresh = [row('new', 'my invoice for october shows a wrong amount')];
  const { train, validation, report } = extendRows(earlier, fresh, test, TASK, null);
  expect(train.map(({ id }) => id)).toEqual([...earlier.train.map(({ id }) => id), 'new']);
  expect(validation).toEqual(earlier.validation);
  expect(report).toMatchObject({ train: { rows: earlier.train.length + 1 }, validationTouched: 0, duplicates: 0 });
});

it('leaves out what touches test or validation or stands in training already, and counts each', () => {
  const fresh = [
    ...earlier.train.slice(0, 1).map(({ input }) => row('same', input)),
    ...test.map(near),
    ...earlier.validation.slice(0, 1).map(near),
  ];
  expect(fresh).toHaveLength(3);
  const { train, report } = extendRows(earlier, fresh, test, TASK, null);
  expect(train).toHaveLength(earlier.train.length);
  expect(report).toMatchObject({ duplicates: 1, validationTouched: 1 });
  expect(Object.values(report.leaksRemoved).reduce((sum, count) => sum + count)).toBe(1);
});

it('keeps the counts of the rounds before', () => {
  const report = {
    duplicates: 4,
    leaksRemoved: { 'same-input': 1, 'same-field': 2, near: 3 },
    validationTouched: 5,
  };
  expect(extendRows({ ...earlier, report }, [], test, TASK, null).report).toMatchObject(report);
});
