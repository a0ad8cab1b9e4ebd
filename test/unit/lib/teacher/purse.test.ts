import { describe, expect, it } from 'vitest';
import { createPurse } from '../../../../lib/teacher/purse.ts';

const amount = (usd: number, tokens = 0, calls = 0) => ({ usd, tokens, calls });

describe('purse', () => {
  it('gives out no more than it holds, calls under way at their worst case', () => {
    const purse = createPurse({ usd: 10, tokens: null, calls: null });
    expect([4, 6, 0.5].map((usd) => purse.reserve(amount(usd)))).toEqual([true, true, false]);
    purse.settle(amount(6), amount(1));
    expect(purse.charged()).toEqual(amount(5));
    expect([5.1, 5].map((usd) => purse.reserve(amount(usd)))).toEqual([false, true]);
  });

  it.each([
    ['dollars', { usd: 1, tokens: null, calls: null }],
    ['tokens', { usd: null, tokens: 1, calls: null }],
    ['calls', { usd: null, tokens: null, calls: 1 }],
  ])('is held to %s', (_, limits) => {
    const purse = createPurse(limits);
    expect(purse.reserve(amount(1, 1, 1))).toBe(true);
    expect(purse.reserve(amount(1, 1, 1))).toBe(false);
  });

  it('keeps no crumbs of floating-point sums when nothing is out', () => {
    const purse = createPurse({ usd: 1, tokens: null, calls: null });
    for (const usd of [0.1, 0.2, 0.3]) purse.reserve(amount(usd));
    for (const usd of [0.1, 0.2, 0.3]) purse.settle(amount(usd), amount(0));
    expect(purse.charged()).toEqual(amount(0));
    expect(purse.reserve(amount(1))).toBe(true);
  });

  it('tells of the next settlement, and that there is none to wait for', async () => {
    const purse = createPurse({ usd: 1, tokens: null, calls: null });
    expect(purse.nextSettlement()).toBeNull();
    purse.reserve(amount(1));
    const settled = purse.nextSettlement();
    purse.settle(amount(1), amount(0.5));
    await settled;
    expect(purse.nextSettlement()).toBeNull();
  });
});
