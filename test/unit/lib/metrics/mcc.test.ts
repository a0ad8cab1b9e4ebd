import { expect, it } from 'vitest';
import { scoreMcc } from '../../../../lib/metrics/mcc.ts';

it('is below 0 where answers go against what is expected', () => {
  expect(scoreMcc(['a', 'b', 'a', 'b'], ['b', 'a', 'b', 'a']).value()).toBe(-1);
});

it('gives nothing to who always answers the most frequent label, whatever its share', () => {
  const expected = ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'b'];
  expect(
    scoreMcc(
      expected,
      expected.map(() => 'a'),
    ).value(),
  ).toBe(0);
});

it('counts a missing answer against the student without calling it another label', () => {
  // Rows 3, hits 2, 3·2 − (2·1 + 1·1) = 3; spread (9 − 5)·(9 − 2 − 1) = 24.
  expect(scoreMcc(['a', 'a', 'b'], ['a', null, 'b']).value()).toBeCloseTo(3 / Math.sqrt(24), 12);
});
