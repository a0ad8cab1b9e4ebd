import { expect, it } from 'vitest';
import { scoreBleu } from '../../../../lib/metrics/bleu.ts';

it('is of the list and not the mean of its rows', () => {
  const scored = scoreBleu(['one two three four', 'five six seven eight'], ['one two three four', 'eight']);
  expect(scored.perRow?.[0]).toBeCloseTo(1, 12);
  // Five words of eight, all of them there: precisions 1, penalty e^(1 − 8/5).
  expect(scored.value()).toBeCloseTo(Math.exp(1 - 8 / 5), 12);
});

it('says nothing of a list in which no answer has four words', () => {
  const scored = scoreBleu(['one two three'], ['one two three']);
  expect(scored.value()).toBe(0);
  expect(scored.perRow?.[0]).toBeCloseTo(1, 12);
});
