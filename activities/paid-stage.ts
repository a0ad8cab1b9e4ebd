import { Context } from '@temporalio/activity';
import { z } from 'zod';
import type { BuildContext, Cuttable, Paid } from '../contracts/activities.ts';
import { type Amount, type Grant, Spending } from '../contracts/budget.ts';
import { finishOnce, type StageKey } from '../lib/store/stage-memo.ts';
import { GrantMark, openGrant } from '../lib/teacher/grant.ts';
import { createPurse } from '../lib/teacher/purse.ts';
import { createTally } from '../lib/teacher/tally.ts';
import type { Purse, Tally } from '../lib/teacher/teacher.ts';
import type { CpuPorts } from './ports.ts';

/** Well below the heartbeat time-out of 20 s. The engine bounds every wait of its own, so a beat may be as regular as a clock. */
const BEAT_MS = 2_000;

/** What a stage that pays is given: money, a count of it, and a way to say how far it has come. */
export interface Money {
  readonly purse: Purse;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  /** Notes that a family of the journal is read: the manifest names it, so that its answers can be verified. */
  readonly reads: (family: string) => void;
  /** Shown in the Web UI beside the pending activity. */
  readonly progress: (facts: Readonly<Record<string, unknown>>) => void;
}

interface PaidWork<Result> {
  readonly build: BuildContext;
  readonly grant: Grant;
  readonly key: StageKey;
  readonly schema: z.ZodType<Result>;
}

/**
 * Does a stage that pays: once, within its grant, with its money in every heartbeat, so that the next attempt knows what
 * the one before it was charged. A stage that the grant cut short is not finished: the same call with another grant goes
 * on where it ended, since its answers are in the journal.
 */
export async function paidStage<Result>(
  ports: Pick<CpuPorts, 'store'>,
  { build, grant, key, schema }: PaidWork<Result>,
  work: (money: Money) => Promise<{ readonly result: Result; readonly cut: Amount | null }>,
): Promise<Result & Paid & Cuttable> {
  const account = openAccount(grant);
  const manifest = z.strictObject({
    result: schema,
    buildId: z.string(),
    spending: Spending,
    families: z.array(z.string()),
  });
  let nextCall: Amount | null = null;
  try {
    const done = await finishOnce(ports.store, key, build, manifest, async () => {
      const { result, cut } = await work(account.money);
      nextCall = cut;
      const { spending, families } = account;
      const paid = { result, buildId: build.buildId, spending: spending(), families: families() };
      return { result: paid, complete: cut === null };
    });
    const { result, buildId, spending } = done.result;
    return {
      ...result,
      spending: {
        ...account.spending(),
        ...(buildId === build.buildId
          ? { paid: spending.paid, reused: spending.reused }
          : { reused: spending.paid.calls + spending.reused }),
        rejected: spending.rejected,
        reported: spending.reported,
      },
      cut: nextCall === null ? null : { nextCall },
      record: done.record,
    };
  } finally {
    account.close();
  }
}

/** The account of this attempt. What an attempt that fails cleanly has spent is told in its last heartbeat. */
function openAccount(grant: Grant) {
  const context = Context.current();
  const last = GrantMarkIn.safeParse(context.info.heartbeatDetails);
  const opened = openGrant(grant, context.info.attempt, last.success ? last.data.money : null);
  const purse = createPurse(opened.limits);
  const tally = createTally();
  const families = new Set<string>();
  let facts: Readonly<Record<string, unknown>> = {};
  const beat = (state: GrantMark['state']) =>
    context.heartbeat({ ...facts, money: opened.mark(purse.charged(), state) });
  beat('open');
  const timer = setInterval(() => beat('open'), BEAT_MS);
  const money: Money = {
    purse,
    tally,
    signal: context.cancellationSignal,
    reads: (family) => void families.add(family),
    progress: (told) => {
      facts = told;
    },
  };
  const charged = (): Amount => {
    const own = purse.charged();
    const { before } = opened;
    return { usd: before.usd + own.usd, tokens: before.tokens + own.tokens, calls: before.calls + own.calls };
  };
  return {
    money,
    spending: () => tally.spending(charged()),
    families: () => [...families].toSorted(),
    close: () => {
      clearInterval(timer);
      beat('settled');
    },
  };
}

const GrantMarkIn = z.object({ money: GrantMark });
