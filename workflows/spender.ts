import { ApplicationFailure, condition } from '@temporalio/workflow';
import type { Cuttable, Paid } from '../contracts/activities.ts';
import type { Amount, Grant, Spending, SpentSoFar, StageCost } from '../contracts/budget.ts';
import type { Stage } from '../contracts/names.ts';
import type { Cost } from '../contracts/report.ts';
import { kindOf } from './build-failure.ts';
import { addPaid, type Ledger, wholeGrant } from './ledger.ts';

/** What an activity may cost: about `expected`, `least` for its next call, beside `sharers` others. */
export interface Wish {
  readonly expected: Amount;
  readonly least: Amount;
  readonly sharers: number;
}

/** Hands out grants and counts what was paid with them. */
export interface Spender {
  /** Calls an activity that pays, again and again with new grants, until nothing is left to ask or the cap holds no more. */
  readonly spend: <Result extends Paid & Cuttable>(
    wish: Wish,
    call: (grant: Grant) => Promise<Result>,
  ) => Promise<Result>;
  readonly cost: () => Cost;
  /** The same by stage, in the order in which they began to ask. */
  readonly costs: () => readonly StageCost[];
  /** What was paid in all, each time that a piece came back: as many as a page can draw. */
  readonly spent: () => readonly SpentSoFar[];
}

/** `now` names the stage under way, to which what comes back is booked, and the seconds since the build began. */
export function createSpender(ledger: Ledger, now: () => { readonly stage: Stage; readonly seconds: number }): Spender {
  /** By manifest: a piece that is done again, after a stop or with another grant, tells all that it ever paid. */
  const booked = new Map<string, { readonly stage: Stage; readonly spending: Spending }>();
  const spent: SpentSoFar[] = [];
  const cost = (): Cost =>
    costOf([...booked.values()].reduce((sum, { spending }) => addPaid(sum, spending.paid), NO_PAY));
  const book = <Result extends Paid>(result: Result): Result => {
    const { stage, seconds } = now();
    booked.set(result.record.manifest, { stage, spending: result.spending });
    const { usd, tokens } = cost();
    spent.push({ seconds, stage, usd, tokens });
    return result;
  };

  const spend: Spender['spend'] = async <Result extends Paid & Cuttable>(
    wish: Wish,
    call: (grant: Grant) => Promise<Result>,
  ): Promise<Result> => {
    let best: Result | null = null;
    let least = wish.least;
    for (;;) {
      const grant = await nextGrant(ledger, { ...wish, least });
      if (grant === null && best !== null) return book(best);
      if (grant === null) throw budgetReached(ledger);
      const result = await callOnce(ledger, grant, call);
      if (result === 'grant-spent') continue;
      if (result.cut === null) return book(result);
      best = result;
      least = result.cut.nextCall;
    }
  };

  return {
    spend,
    cost,
    costs: () => costsOf([...booked.values()]),
    spent: () => thinned(spent),
  };
}

/** More points than a plot is wide tell nothing more, and a payload holds only so many. */
const MOST_POINTS = 200;

/** The last of each run of equal length; every change of the stage stays. */
function thinned(points: readonly SpentSoFar[]): readonly SpentSoFar[] {
  const step = Math.ceil(points.length / MOST_POINTS);
  return points.filter((point, at) => (at + 1) % step === 0 || points[at + 1]?.stage !== point.stage);
}

function costsOf(booked: readonly { readonly stage: Stage; readonly spending: Spending }[]): readonly StageCost[] {
  const costs = new Map<Stage, StageCost>();
  for (const { stage, spending } of booked) {
    const before = costs.get(stage) ?? { stage, paid: NO_PAY, reused: 0, rejected: {} };
    costs.set(stage, addSpending(before, spending));
  }
  return [...costs.values()].filter(({ paid, reused }) => paid.calls > 0 || reused > 0);
}

function addSpending(before: StageCost, spending: Spending): StageCost {
  const rejected = { ...before.rejected };
  for (const [reason, count] of Object.entries(spending.rejected)) rejected[reason] = (rejected[reason] ?? 0) + count;
  return {
    stage: before.stage,
    paid: addPaid(before.paid, spending.paid),
    reused: before.reused + spending.reused,
    rejected,
  };
}

const NO_PAY: Spending['paid'] = { usd: 0, inputTokens: 0, outputTokens: 0, calls: 0 };

const costOf = (paid: Spending['paid']): Cost => ({ ...paid, tokens: paid.inputTokens + paid.outputTokens });

/** A grant as soon as the cap holds one; null where it never will, since nothing reserved is left to come back. */
async function nextGrant(ledger: Ledger, wish: Wish): Promise<Grant | null> {
  let grant = ledger.open(wish);
  while (grant === null && ledger.awaits()) {
    const before = ledger.charged();
    await condition(() => ledger.charged() !== before);
    grant = ledger.open(wish);
  }
  return grant;
}

async function callOnce<Result extends Paid>(
  ledger: Ledger,
  grant: Grant,
  call: (grant: Grant) => Promise<Result>,
): Promise<Result | 'grant-spent'> {
  try {
    const result = await call(grant);
    ledger.settle(grant, result.spending.charged);
    return result;
  } catch (error) {
    ledger.settle(grant, wholeGrant(grant));
    if (kindOf(error) === 'grant-spent') return 'grant-spent';
    throw error;
  }
}

const budgetReached = (ledger: Ledger): ApplicationFailure => {
  const { usd, tokens, calls } = ledger.charged();
  return ApplicationFailure.create({
    type: 'budget-reached',
    nonRetryable: true,
    message:
      `The budget does not hold the next call: $${usd.toFixed(4)}, ${tokens} tokens and ${calls} calls are charged so far. ` +
      'Raise `budget` and submit the task again: what was paid for is kept.',
  });
};
