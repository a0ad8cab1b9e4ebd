import type { Amount, Spending } from '../../contracts/budget.ts';
import type { JournalLine } from './journal-line.ts';
import type { Tally } from './teacher.ts';

export interface CountedTally extends Tally {
  /** `charged` is the ledger's: what the grant has been charged, dead attempts included. */
  readonly spending: (charged: Amount) => Spending;
}

/**
 * Counts the journal's lines that an attempt touched. A line is `paid` for the part of the build that paid it, at
 * whichever attempt, `reused` for another build, and nothing for another part of the same build, which counts it itself.
 */
export function createTally(): CountedTally {
  const seen = new Set<string>();
  const rejected = new Map<string, number>();
  const reported = new Set<string>();
  let paid = { usd: 0, inputTokens: 0, outputTokens: 0, calls: 0 };
  let reused = 0;
  return {
    touch: (account, lines) => {
      const [first] = lines;
      if (!first || seen.has(first.key)) return false;
      seen.add(first.key);
      reported.add([first.model, first.fingerprint, first.mode].filter((word) => word !== null).join(' '));
      const own = lines.filter((line) => line.build === account.buildId && line.part === account.part);
      paid = own.reduce(add, paid);
      if (!lines.some((line) => line.build === account.buildId)) reused += 1;
      return true;
    },
    rejected: (reason) => {
      rejected.set(reason, (rejected.get(reason) ?? 0) + 1);
    },
    spending: (charged) => ({
      charged,
      paid,
      reused,
      rejected: Object.fromEntries([...rejected].toSorted(byName)),
      reported: [...reported].toSorted(),
    }),
  };
}

const add = (sum: Spending['paid'], line: JournalLine): Spending['paid'] => ({
  usd: sum.usd + (line.usd ?? 0),
  inputTokens: sum.inputTokens + line.usage.input,
  outputTokens: sum.outputTokens + line.usage.output,
  calls: sum.calls + 1,
});

const byName = ([a]: readonly [string, number], [b]: readonly [string, number]): number => (a < b ? -1 : 1);
