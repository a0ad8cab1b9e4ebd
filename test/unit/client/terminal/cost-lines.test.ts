import { expect, it } from 'vitest';
import { costLines } from '../../../../client/terminal/cost-lines.ts';
import { createPalette } from '../../../../client/terminal/palette.ts';

it('shows what each stage paid, reused and had rejected, and the sum', () => {
  const costs = [
    {
      stage: 'generate',
      paid: { usd: 1.2, inputTokens: 30_000, outputTokens: 900, calls: 60 },
      reused: 5,
      rejected: { 'off-schema': 2, empty: 1 },
    },
    {
      stage: 'evaluate',
      paid: { usd: 0.03, inputTokens: 1000, outputTokens: 100, calls: 10 },
      reused: 190,
      rejected: {},
    },
  ];
  const total = { usd: 1.23, tokens: 32_000, inputTokens: 31_000, outputTokens: 1000, calls: 70 };
  expect(costLines(costs, total, createPalette('plain'))).toEqual([
    'stage     calls  tokens in  tokens out  dollars  reused  rejected',
    'generate     60     30,000         900    $1.20       5  2 off-schema, 1 empty',
    'evaluate     10      1,000         100  $0.0300     190',
    'all          70     31,000       1,000    $1.23     195',
  ]);
});
