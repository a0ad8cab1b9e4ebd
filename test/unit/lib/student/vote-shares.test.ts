import { expect, it } from 'vitest';
import { voteShares } from '../../../../lib/student/vote-shares.ts';

const LABELS = ['billing', 'delivery', 'other'];

it('adds half a vote to every label, in the order of the labels', () => {
  expect(voteShares(['delivery', 'billing', 'delivery'], LABELS)).toEqual([1.5 / 4.5, 2.5 / 4.5, 0.5 / 4.5]);
  expect(voteShares(['yes', 'yes', 'yes'], ['no', 'yes'])).toEqual([0.125, 0.875]);
  expect(voteShares(['yes'], ['no', 'yes'])).toEqual([0.25, 0.75]);
});

it('refuses a vote for something else', () => {
  expect(() => voteShares(['refund'], LABELS)).toThrow(RangeError);
});
