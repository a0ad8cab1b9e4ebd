import { describe, expect, it } from 'vitest';
import { createLedger, NOTHING, wholeGrant } from '../../../workflows/ledger.ts';

const call = { usd: 0.01, tokens: 1000, calls: 1 };
const wish = { expected: { usd: 1, tokens: 100_000, calls: 100 }, least: call, sharers: 1 };

describe('createLedger', () => {
  it('reserves both attempts of a grant, so that two grants never exceed the cap together', () => {
    const ledger = createLedger({ usd: 1 });
    const first = ledger.open({ ...wish, sharers: 4 });
    const second = ledger.open({ ...wish, sharers: 4 });
    expect(first).toEqual({ each: { usd: 0.125, tokens: null, calls: null }, attempts: 2 });
    expect(second).toEqual({ each: { usd: 0.09375, tokens: null, calls: null }, attempts: 2 });
  });

  it('gives no more than what is expected, however large the cap', () => {
    const grant = createLedger({ usd: 1000 }).open(wish);
    expect(grant?.each.usd).toBe(1);
  });

  it('refuses a grant that does not hold the next call', () => {
    const ledger = createLedger({ usd: 0.019 });
    expect(ledger.open(wish)).toBeNull();
    expect(ledger.awaits()).toBe(false);
  });

  it('never lets reservations and charges exceed the cap, whatever activities charge up to their grants', () => {
    const cap = 0.5;
    const ledger = createLedger({ usd: cap });
    let outstanding = 0;
    for (let round = 0; round < 200; round++) {
      const grant = ledger.open({ ...wish, sharers: 3 });
      if (grant === null) break;
      outstanding = wholeGrant(grant).usd;
      expect(ledger.charged().usd + outstanding).toBeLessThanOrEqual(cap + 1e-12);
      ledger.settle(grant, { usd: outstanding * ((round % 3) / 2), tokens: 0, calls: 0 });
    }
    expect(ledger.charged().usd).toBeLessThanOrEqual(cap + 1e-12);
    expect(ledger.charged().usd).toBeGreaterThan(cap - 2 * 2 * call.usd);
  });

  it('gives back what a settled grant did not use', () => {
    const ledger = createLedger({ calls: 10 });
    const grant = ledger.open({ ...wish, expected: { usd: 0, tokens: 0, calls: 5 } });
    if (grant === null) throw new Error('the cap holds it');
    expect(ledger.awaits()).toBe(true);
    ledger.settle(grant, { usd: 0, tokens: 0, calls: 3 });
    expect(ledger.awaits()).toBe(false);
    expect(ledger.open({ ...wish, expected: { usd: 0, tokens: 0, calls: 9 } })?.each.calls).toBe(3.5);
  });

  it('keeps at most half of what is left for the evaluation, and gives it back on release', () => {
    const ledger = createLedger({ usd: 1 });
    ledger.setAside({ usd: 10, tokens: 0, calls: 0 });
    expect(ledger.open({ ...wish, expected: { usd: 9, tokens: 0, calls: 0 } })?.each.usd).toBe(0.25);
    ledger.release();
    expect(ledger.open({ ...wish, expected: { usd: 9, tokens: 0, calls: 0 } })?.each.usd).toBe(0.25);
  });

  it('caps nothing that the user did not cap', () => {
    expect(createLedger({}).open({ ...wish, least: NOTHING })).toEqual({
      each: { usd: null, tokens: null, calls: null },
      attempts: 2,
    });
  });
});
