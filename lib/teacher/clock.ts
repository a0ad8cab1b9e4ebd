import { setTimeout as delay } from 'node:timers/promises';

/** Time as the engine sees it; tests bring one that they move. */
export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after so many milliseconds; rejects with the signal's reason where that comes first. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Real timers around a reading of the time (`Date.now`). */
export const createClock = (now: () => number): Clock => ({
  now,
  wait: async (ms, signal) => {
    signal?.throwIfAborted();
    await delay(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
      throw signal?.aborted ? signal.reason : error;
    });
  },
});
