import { expect, it } from 'vitest';
import { focusedChoice } from '../../../../lib/generation/focused-choice.ts';

const SHARES = { labels: [0.6, 0.3, 0.1], topics: [0.75, 0.25] };
const first = (calls: number, shares: typeof SHARES = SHARES) =>
  Array.from({ length: calls }, (_, call) => focusedChoice(shares, call));

it('asks for each label as often as its share says, at any number of calls', () => {
  const labels = first(100).map(({ label }) => label);
  for (const calls of [10, 20, 50, 100])
    for (const [label, share] of SHARES.labels.entries()) {
      const times = labels.slice(0, calls).filter((one) => one === label).length;
      expect(Math.abs(times - share * calls)).toBeLessThanOrEqual(1);
    }
});

it('spreads the topics within each label', () => {
  const ofThird = first(200).filter(({ label }) => label === 2);
  expect(ofThird).toHaveLength(20);
  expect(ofThird.filter(({ topic }) => topic === 0)).toHaveLength(15);
});

it('has nothing to say of an empty list', () => {
  expect(focusedChoice({ labels: [], topics: [1] }, 3)).toEqual({ label: null, topic: 0 });
  expect(focusedChoice({ labels: [1], topics: [] }, 3)).toEqual({ label: 0, topic: null });
});
