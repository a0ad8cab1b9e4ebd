import { expect, it } from 'vitest';
import { scoreMacroF1 } from '../../../../lib/metrics/macro-f1.ts';

it('lets an answer that is none miss its label without adding a label', () => {
  // a: 1 hit of 2 wanted, 1 given: 2/3. b: 1 of 1.
  expect(scoreMacroF1(['a', 'a', 'b'], ['a', null, 'b'], ['a', 'b']).value()).toBeCloseTo((2 / 3 + 1) / 2, 12);
});

it('counts a label that nobody met as 0', () => {
  expect(scoreMacroF1(['a'], ['a'], ['a', 'b']).value()).toBe(0.5);
});
