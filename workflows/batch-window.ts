import { CancellationScope, workflowInfo } from '@temporalio/workflow';

export interface Window {
  /** At work at once. */
  readonly window: number;
  /** Indices, `from` included, `to` not. */
  readonly from: number;
  readonly to: number;
}

/**
 * Works on one index after the other, never on more than `window` at once; gives the first index that was not begun.
 * Ends only when all that began has ended. The first failure is thrown then, and nothing is begun after it.
 */
export async function fillWindow(
  { window, from, to }: Window,
  work: (index: number) => Promise<void>,
): Promise<number> {
  let next = from;
  let failed = false;
  // The server suggests it when the history grows long: the rest is for the next run.
  const isFull = () =>
    failed || workflowInfo().continueAsNewSuggested || CancellationScope.current().consideredCancelled;
  const lane = async (): Promise<void> => {
    while (next < to && !isFull()) {
      const index = next;
      next += 1;
      try {
        await work(index);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: window }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  return next;
}
