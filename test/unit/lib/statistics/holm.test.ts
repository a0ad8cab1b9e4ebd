import { expect, it } from 'vitest';
import { holm } from '../../../../lib/statistics/holm.ts';

it('keeps the order in which the p values came', () => {
  expect(holm([0.04, 0.001, 0.02])).toEqual([0.04, 0.003, 0.04]);
});

it('makes no p value smaller than one that is smaller uncorrected, and none greater than 1', () => {
  expect(holm([0.015, 0.03, 0.6, 0.7])).toEqual([0.06, 0.09, 1, 1]);
});
