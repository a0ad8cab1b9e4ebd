import { expect, it } from 'vitest';
import { pairedTable } from '../../../../lib/statistics/paired-table.ts';

it('counts the rows that one alone gets right', () => {
  expect(pairedTable([1, 1, 0, 0, 1], [1, 0, 1, 0, 0])).toEqual({ onlyFirst: 2, onlySecond: 1, rows: 5 });
});

it('refuses answers to other rows', () => {
  expect(() => pairedTable([1], [1, 0])).toThrow(RangeError);
});
