import { expect, it } from 'vitest';
import { createDice } from '../../../../infra/local/simulated-teacher/dice.ts';

const drawn = (...parts: readonly unknown[]) => Array.from({ length: 8 }, createDice(...parts).roll);

it('gives the same draws for the same parts, and others for others', () => {
  expect(drawn(1, 'a')).toEqual(drawn(1, 'a'));
  expect(drawn(1, 'a')).not.toEqual(drawn(2, 'a'));
  expect(drawn('1a')).not.toEqual(drawn('1', 'a'));
});

it('draws each number of a range about as often', () => {
  const dice = createDice('fair');
  const counts = [0, 0, 0, 0, 0, 0];
  for (let roll = 0; roll < 6_000; roll++) {
    const face = dice.between(1, 6);
    counts[face - 1] = (counts[face - 1] ?? 0) + 1;
  }
  // Standard deviation of a count is 29; five of them.
  for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(145);
});

it('refuses to pick from nothing', () => {
  expect(() => createDice('none').pick([])).toThrow(RangeError);
});
