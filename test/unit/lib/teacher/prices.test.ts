import { expect, it } from 'vitest';
import { priceOf } from '../../../../lib/teacher/prices.ts';

const OPENAI = 'https://api.openai.com/v1';

it('knows models of OpenAI, dated snapshots included', () => {
  const mini = { inputPer1M: 0.25, outputPer1M: 2 };
  expect(priceOf('gpt-5-mini', null, OPENAI)).toEqual(mini);
  expect(priceOf('gpt-5-mini-2025-08-07', null, OPENAI)).toEqual(mini);
  expect(priceOf('gpt-4o-2024-05-13', null, OPENAI)).toEqual({ inputPer1M: 5, outputPer1M: 15 });
});

it('believes the user over its table', () => {
  const price = { inputPer1M: 1, outputPer1M: 1 };
  expect(priceOf('gpt-5-mini', price, OPENAI)).toBe(price);
});

it('knows nothing of other hosts, other models, and names that are none', () => {
  expect(priceOf('gpt-5-mini', null, 'https://elsewhere.example/v1')).toBeNull();
  expect(priceOf('gpt-99', null, OPENAI)).toBeNull();
  expect(priceOf('toString', null, OPENAI)).toBeNull();
});
