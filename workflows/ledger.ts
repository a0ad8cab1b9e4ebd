import type { Amount, Budget, Grant, Spending } from '../contracts/budget.ts';

/** Attempts of an activity that one grant pays for. Two: one may die with its worker, the next finishes the work. */
const ATTEMPTS = 2;
const DIMENSIONS = ['usd', 'tokens', 'calls'] as const;

/**
 * The build's account: what is reserved for activities under way and what was charged never exceed the user's cap together,
 * whatever crashes, since a grant is taken from the cap before the activity that may spend it is started.
 */
export interface Ledger {
  /**
   * Reserves a grant of about `expected` for each attempt, less where that would leave too little for `sharers` activities
   * side by side, but never less than `least`. Null where the cap does not hold `least` any more.
   */
  readonly open: (wish: {
    readonly expected: Amount;
    readonly least: Amount;
    readonly sharers: number;
  }) => Grant | null;
  /** Replaces a grant's reservation by what was charged. */
  readonly settle: (grant: Grant, charged: Amount) => void;
  /** Keeps an amount back for a later stage: what it may cost at worst, at most half of what is left. */
  readonly setAside: (amount: Amount) => void;
  /** Gives back what `setAside` kept. */
  readonly release: () => void;
  /** Something is reserved, so that waiting may free more. */
  readonly awaits: () => boolean;
  /** Replaces the caps that are given: more money, or less. */
  readonly recap: (budget: Budget) => void;
  readonly charged: () => Amount;
}

export function createLedger(budget: Budget): Ledger {
  let cap = capsOf(budget);
  let reserved = NOTHING;
  let charged = NOTHING;
  let kept = NOTHING;

  /** What a single attempt of a new activity could be given, by dimension; null where there is no cap. */
  const free = (dimension: (typeof DIMENSIONS)[number]) => {
    const limit = cap[dimension];
    return limit === null ? null : (limit - reserved[dimension] - charged[dimension] - kept[dimension]) / ATTEMPTS;
  };

  const open: Ledger['open'] = ({ expected, least, sharers }) => {
    const share = (dimension: (typeof DIMENSIONS)[number]) => {
      const most = free(dimension);
      return most === null ? null : Math.max(least[dimension], Math.min(expected[dimension], most / sharers));
    };
    const each = { usd: share('usd'), tokens: share('tokens'), calls: share('calls') };
    const fits = DIMENSIONS.every((dimension) => (each[dimension] ?? 0) <= (free(dimension) ?? Infinity));
    if (!fits) return null;
    reserved = add(reserved, times(amountOf(each), ATTEMPTS));
    return { each, attempts: ATTEMPTS };
  };

  return {
    open,
    settle: (grant, spent) => {
      reserved = add(reserved, times(amountOf(grant.each), -grant.attempts));
      charged = add(charged, spent);
    },
    setAside: (amount) => {
      const most = (dimension: (typeof DIMENSIONS)[number]) => {
        const left = free(dimension);
        return left === null ? 0 : Math.min(amount[dimension], left / 2) * ATTEMPTS;
      };
      kept = { usd: most('usd'), tokens: most('tokens'), calls: most('calls') };
    },
    release: () => {
      kept = NOTHING;
    },
    awaits: () => DIMENSIONS.some((dimension) => reserved[dimension] > DUST),
    recap: (changed) => {
      cap = capsOf({ ...budget, ...changed });
    },
    charged: () => charged,
  };
}

const capsOf = ({ usd, tokens, calls }: Budget) => ({ usd: usd ?? null, tokens: tokens ?? null, calls: calls ?? null });

export const NOTHING: Amount = { usd: 0, tokens: 0, calls: 0 };

/** Sums of dollars are floats: what is left of a settled reservation may differ from 0 by this much. */
const DUST = 1e-9;

export const add = (left: Amount, right: Amount): Amount => ({
  usd: left.usd + right.usd,
  tokens: left.tokens + right.tokens,
  calls: left.calls + right.calls,
});

export const times = (amount: Amount, factor: number): Amount => ({
  usd: amount.usd * factor,
  tokens: amount.tokens * factor,
  calls: amount.calls * factor,
});

/** The whole grant of every attempt: what an activity is charged that ended without saying what it spent. */
export const wholeGrant = (grant: Grant): Amount => times(amountOf(grant.each), grant.attempts);

const amountOf = (each: Grant['each']): Amount => ({
  usd: each.usd ?? 0,
  tokens: each.tokens ?? 0,
  calls: each.calls ?? 0,
});

/** Sum of what stages paid. */
export function addPaid(left: Spending['paid'], right: Spending['paid']): Spending['paid'] {
  return {
    usd: left.usd + right.usd,
    inputTokens: left.inputTokens + right.inputTokens,
    outputTokens: left.outputTokens + right.outputTokens,
    calls: left.calls + right.calls,
  };
}
