import { z } from 'zod';
import { Amount, type Grant } from '../../contracts/budget.ts';
import { StageFailure } from '../../contracts/failure.ts';

/** Where an attempt stands with its money; heartbeated at its start, as it goes on, and before it fails cleanly. */
export const GrantMark = z.strictObject({
  attempt: z.int().positive(),
  /** Charged for the attempts before this one. */
  before: Amount,
  /** Of those, how many died. */
  died: z.int().nonnegative(),
  /** Charged by this attempt so far. */
  spent: Amount,
  /** `settled`: nothing more comes; `open`: should no later mark arrive, its calls may still be on their way. */
  state: z.enum(['open', 'settled']),
});
export type GrantMark = Readonly<z.infer<typeof GrantMark>>;

export interface OpenGrant {
  /** What this attempt's purse may hold. */
  readonly limits: Grant['each'];
  /** Charged for the attempts before this one; a stage's `charged` is this and what its own purse was charged. */
  readonly before: Amount;
  readonly mark: (spent: Amount, state: GrantMark['state']) => GrantMark;
}

const NOTHING: Amount = { usd: 0, tokens: 0, calls: 0 };
/** A grant counts as spent when less than this share is left: sums of floating-point numbers leave crumbs. */
const CRUMB = 1e-9;

/**
 * Opens a grant for an attempt, given the last mark of the attempts before it: one that died is charged `each` in full
 * (what is not capped there: what it last told), one that failed cleanly what it spent. This attempt may spend `each`, or
 * what is left of all attempts' money where that is less.
 * @throws StageFailure `grant-spent` with details `{charged}` when nothing is left, or `attempts` attempts have died
 */
export function openGrant(grant: Grant, attempt: number, last: GrantMark | null): OpenGrant {
  const { before, died } = chargedBefore(grant, attempt, last);
  const limits = {
    usd: leftOf(grant, 'usd', before),
    tokens: leftOf(grant, 'tokens', before),
    calls: leftOf(grant, 'calls', before),
  };
  const empty = AMOUNTS.some((name) => limits[name] === 0 && grant.each[name] !== 0);
  if (died >= grant.attempts || empty) {
    throw new StageFailure(
      'grant-spent',
      `the ${grant.attempts} attempts that this work was granted are used up, ${died} of them died`,
      {
        details: { charged: before },
      },
    );
  }
  return { limits, before, mark: (spent, state) => ({ attempt, before, died, spent, state }) };
}

const AMOUNTS = ['usd', 'tokens', 'calls'] as const;
type AmountName = (typeof AMOUNTS)[number];

function chargedBefore(
  grant: Grant,
  attempt: number,
  last: GrantMark | null,
): { readonly before: Amount; readonly died: number } {
  // Attempts since the last mark told nothing at all: they may have spent all they had.
  const silent = attempt - 1 - (last?.attempt ?? 0);
  let before = last === null ? NOTHING : chargedUpTo(grant, last);
  for (let dead = 0; dead < silent; dead += 1) before = plus(before, deadAttempt(grant, before, NOTHING));
  return { before, died: (last?.died ?? 0) + (last?.state === 'open' ? 1 : 0) + silent };
}

const chargedUpTo = (grant: Grant, last: GrantMark): Amount =>
  plus(last.before, last.state === 'settled' ? last.spent : deadAttempt(grant, last.before, last.spent));

/** All that the purse of an attempt could hold; where it had no bottom, what it last told. */
const deadAttempt = (grant: Grant, before: Amount, told: Amount): Amount => ({
  usd: leftOf(grant, 'usd', before) ?? told.usd,
  tokens: leftOf(grant, 'tokens', before) ?? told.tokens,
  calls: leftOf(grant, 'calls', before) ?? told.calls,
});

function leftOf(grant: Grant, name: AmountName, charged: Amount): number | null {
  const each = grant.each[name];
  if (each === null) return null;
  const total = each * grant.attempts;
  const left = total - charged[name];
  return left <= total * CRUMB ? 0 : Math.min(each, left);
}

const plus = (a: Amount, b: Amount): Amount => ({
  usd: a.usd + b.usd,
  tokens: a.tokens + b.tokens,
  calls: a.calls + b.calls,
});
