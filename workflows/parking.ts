import { condition, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Parked, Resumed, ResumeOrder } from '../contracts/build.ts';
import { FAILURES, isFailureKind } from '../contracts/failure.ts';
import { type Stage, UPDATES } from '../contracts/names.ts';

const resumeBuild = defineUpdate<Resumed, [ResumeOrder]>(UPDATES.resumeBuild);

/** Where a build waits for a person to mend what it cannot mend itself. */
export interface Parking {
  /** Resolves when a person says to go on; `onPark` is told before. Rejects when the build is cancelled. */
  readonly park: (kind: string, message: string) => Promise<ResumeOrder>;
  readonly parked: () => Parked | null;
}

/** Answers the update `resumeBuild` from now on. `stage` says where the build stands. */
export function openParking(stage: () => Stage): Parking {
  let parked: Parked | null = null;
  let order: ResumeOrder | null = null;
  setHandler(
    resumeBuild,
    (given) => {
      // The validator has seen to it.
      if (parked === null) throw new Error('resumed without a stop');
      const from = parked;
      order = given;
      parked = null;
      return { stage: stage(), from };
    },
    {
      description:
        'Lets a parked build go on, with what was corrected: budget, endpoint, the name of the key’s variable, price',
      validator: (given) => refuse(parked, given),
    },
  );
  return {
    parked: () => parked,
    park: async (kind, message) => {
      parked = { kind, message, sinceMs: Date.now() };
      order = null;
      try {
        await condition(() => order !== null);
      } finally {
        parked = null;
      }
      if (order === null) throw new Error('a condition ended that did not hold');
      return order;
    },
  };
}

/** Services that may come back without anybody's doing, but did not in all the minutes that were tried. */
const AWAY: readonly string[] = ['teacher-unreachable', 'teacher-busy', 'store-unreachable', 'hub-unreachable'];

/** Whether a build that failed so stops for a person instead of ending. */
export const parksFor = (kind: string): boolean =>
  isFailureKind(kind) && (FAILURES[kind].remedy === 'ask' || AWAY.includes(kind));

/** Refuses orders that cannot help; runs before anything is recorded. */
function refuse(parked: Parked | null, order: ResumeOrder): void {
  if (order.version !== 1) throw new Error(`orders of version ${String(order.version)} are not understood`);
  if (parked === null) throw new Error('the build is not parked: there is nothing to go on from');
  if (order.sinceMs !== parked.sinceMs) throw new Error('the order is about an earlier stop of this build');
  const { usd, tokens, calls, minutes } = order.budget ?? {};
  const isBetter = [usd, tokens, calls, minutes].some((cap) => cap !== undefined);
  if (parked.kind === 'budget-reached' && !isBetter) throw new Error('the budget is reached: say what the new one is');
}
