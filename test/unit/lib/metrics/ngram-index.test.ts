import { expect, it } from 'vitest';
import { CHARACTER_ROOT, createNgramIndex, WORD_ROOT } from '../../../../lib/metrics/ngram-index.ts';

it('gives each pair of parent and symbol one number, through all its growing', () => {
  const { extend, size } = createNgramIndex();
  const pairs = Array.from({ length: 5000 }, (_, at) => [at % 71, Math.floor(at / 71) * 7919] as const);
  const numbers = pairs.map(([parent, symbol]) => extend(parent, symbol));
  expect(new Set(numbers).size).toBe(5000);
  expect(pairs.map(([parent, symbol]) => extend(parent, symbol))).toEqual(numbers);
  expect(Math.max(...numbers)).toBe(size() - 1);
});

it('keeps characters and words apart', () => {
  const { extend } = createNgramIndex();
  expect(extend(CHARACTER_ROOT, 5)).not.toBe(extend(WORD_ROOT, 5));
});
