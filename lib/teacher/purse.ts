import type { Amount, Grant } from '../../contracts/budget.ts';
import { createBell } from './bell.ts';
import type { Purse } from './teacher.ts';

export interface CountedPurse extends Purse {
  /** Settled calls as they were settled, calls still out at their worst case. */
  readonly charged: () => Amount;
}

const NOTHING: Amount = { usd: 0, tokens: 0, calls: 0 };

/** A purse that holds `limits`; what is null there is not capped. Never gives out more, whatever calls turn out to cost below their worst case. */
export function createPurse(limits: Grant['each']): CountedPurse {
  let spent = NOTHING;
  let reserved = NOTHING;
  let out = 0;
  const settled = createBell();
  const fits = (worst: Amount): boolean => {
    const total = plus(plus(spent, reserved), worst);
    return within(total.usd, limits.usd) && within(total.tokens, limits.tokens) && within(total.calls, limits.calls);
  };
  return {
    charged: () => plus(spent, reserved),
    reserve: (worst) => {
      if (!fits(worst)) return false;
      reserved = plus(reserved, worst);
      out += 1;
      return true;
    },
    settle: (worst, cost) => {
      out -= 1;
      spent = plus(spent, cost);
      // Exactly nothing when nothing is out: sums of floating-point numbers leave crumbs.
      reserved = out === 0 ? NOTHING : minus(reserved, worst);
      settled.ring();
    },
    nextSettlement: () => (out === 0 ? null : settled.heard()),
  };
}

const within = (amount: number, limit: number | null): boolean => limit === null || amount <= limit;

const plus = (a: Amount, b: Amount): Amount => ({
  usd: a.usd + b.usd,
  tokens: a.tokens + b.tokens,
  calls: a.calls + b.calls,
});
const minus = (a: Amount, b: Amount): Amount => ({
  usd: a.usd - b.usd,
  tokens: a.tokens - b.tokens,
  calls: a.calls - b.calls,
});
