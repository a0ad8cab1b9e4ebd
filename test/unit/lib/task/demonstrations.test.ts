import { expect, it } from 'vitest';
import { chooseDemonstrations } from '../../../../lib/task/demonstrations.ts';

const rows = (...outputs: string[]) => outputs.map((output, at) => ({ input: `${at}`, output }));
const chosen = (kind: 'labels' | 'text', ...outputs: string[]) =>
  chooseDemonstrations(rows(...outputs), kind).map(({ input }) => Number(input));

it('shows the first of every label, wherever it stands', () => {
  const outputs = [...Array<string>(20).fill('a'), 'b'];
  expect(chosen('labels', ...outputs)).toEqual([0, 1, 2, 3, 4, 5, 6, 20]);
  expect(chosen('text', ...outputs)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

it('shows of lists those with a label that none before has, and the empty list', () => {
  const outputs = ['["a"]', '["a","b"]', ...Array<string>(10).fill('["b"]'), '[]', '["b","a"]', '["c"]'];
  expect(chosen('labels', ...outputs)).toEqual([0, 1, 2, 3, 4, 5, 12, 14]);
});
