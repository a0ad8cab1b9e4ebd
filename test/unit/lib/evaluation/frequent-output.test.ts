import { expect, it } from 'vitest';
import { frequentOutput } from '../../../../lib/evaluation/frequent-output.ts';

const score = (metric: string, value: number) =>
  ({ who: 'majority', on: 'gold', metric, value, low: 0, high: 1, n: 10 }) as const;
const SCORES = [
  score('exact-match', 0.4),
  score('chrf++', 0.121),
  { ...score('exact-match', 0.9), who: 'teacher' } as const,
];
const expected = (frequent: number) =>
  Array.from({ length: 10 }, (_, row) => (row < frequent ? 'N/A' : `2014-0${row}`));
const majority = Array.from({ length: 10 }, () => 'N/A');

it('says what always giving the most frequent output scores, from a fifth of the rows on', () => {
  expect(frequentOutput('text', expected(4), { majority }, SCORES)).toEqual([
    '4 of 10 test rows have the same output, “N/A”: who always answers that has exact match 40.0, chrF++ 12.1.',
  ]);
  expect(frequentOutput('text', expected(2), { majority }, SCORES)).toHaveLength(1);
  expect(frequentOutput('text', expected(1), { majority }, SCORES)).toEqual([]);
});

it('says nothing of labels, nor where nobody always answers so', () => {
  expect(frequentOutput('labels', expected(4), { majority }, SCORES)).toEqual([]);
  expect(frequentOutput('text', expected(4), {}, SCORES)).toEqual([]);
  expect(frequentOutput('text', [], { majority: [] }, SCORES)).toEqual([]);
});

it('cuts a long output', () => {
  const long = 'x'.repeat(60);
  const [told] = frequentOutput('text', [long], { majority: [long] }, SCORES);
  expect(told).toContain(`“${'x'.repeat(40)}…”`);
});
