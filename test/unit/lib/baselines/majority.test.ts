import { expect, it } from 'vitest';
import { answerByMajority } from '../../../../lib/baselines/majority.ts';

const rows = (...outputs: string[]) => outputs.map((output) => ({ output }));

it('answers the most frequent output to everything', () => {
  expect(answerByMajority(rows('a', 'b', 'b'), ['x', 'y'])).toEqual(['b', 'b']);
});

it('takes the first of equally frequent outputs', () => {
  expect(answerByMajority(rows('a', 'c', 'b', 'b', 'c'), ['x'])).toEqual(['c']);
});

it('refuses to answer from nothing', () => {
  expect(() => answerByMajority([], ['x'])).toThrow(RangeError);
});
