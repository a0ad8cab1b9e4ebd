import { expect, it } from 'vitest';
import { promptTokensBound, usdOf, worstCaseOf } from '../../../../lib/teacher/worst-case.ts';

it('bounds a prompt by its bytes and what is put around it', () => {
  expect(promptTokensBound(1000, 3)).toBeGreaterThan(1000 + 3 * 4);
  expect(promptTokensBound(1000, 4) - promptTokensBound(1000, 3)).toBe(8);
});

it('prices tokens per million', () => {
  const price = { inputPer1M: 2, outputPer1M: 8 };
  expect(worstCaseOf(1_000_000, 500_000, price)).toEqual({ usd: 6, tokens: 1_500_000, calls: 1 });
  expect(worstCaseOf(10, 5, null)).toEqual({ usd: 0, tokens: 15, calls: 1 });
  expect(usdOf({ input: 1, output: 1 }, null)).toBeNull();
});
