import { expect, it } from 'vitest';
import { scoreCloseness } from '../../../../lib/metrics/closeness.ts';

it('falls by equal parts with each step away, and to 0 for an answer outside the scale', () => {
  const answers = ['low', 'middle', 'high', 'very high', null];
  expect(scoreCloseness(Array(5).fill('low'), answers, ['low', 'middle', 'high']).perRow).toEqual([1, 0.5, 0, 0, 0]);
});

it('goes by equality where there is no scale', () => {
  expect(scoreCloseness(['a', 'b'], ['a', 'c']).perRow).toEqual([1, 0]);
});
