import { expect, it } from 'vitest';
import { rowLosses } from '../../../../lib/student/row-losses.ts';

it('is the negative logarithm of what the expected label is given', () => {
  // Right three times of four with even odds of 3 to 1: no temperature does better.
  const logits = [0, 1, 2, 3].map(() => [Math.log(3), 0]);
  const losses = rowLosses([0, 0, 0, 1], logits);
  expect(losses.slice(0, 3).every((loss) => Math.abs(loss - Math.log(4 / 3)) < 1e-12)).toBe(true);
  expect(losses[3]).toBeCloseTo(Math.log(4), 12);
});

it('does not hold it against a classifier that it is too sure of itself', () => {
  const sober = [0, 1, 2, 3].map(() => [Math.log(3), 0]);
  const boasting = sober.map((row) => row.map((logit) => 8 * logit));
  expect(rowLosses([0, 0, 0, 1], boasting)).toEqual(rowLosses([0, 0, 0, 1], sober));
});

it('stays finite however large the logits', () => {
  expect(rowLosses([0], [[2000, -2000]])).toEqual([0]);
});
