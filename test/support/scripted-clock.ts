import type { Clock } from '../../lib/teacher/clock.ts';

export interface ScriptedClock extends Clock {
  /** Moves time on, through each moment at which somebody waits for, and lets them go on. */
  readonly advance: (ms: number) => Promise<void>;
  /** Milliseconds that are being waited for now, as they were asked for. */
  readonly waits: () => readonly number[];
}

interface Wait {
  readonly ms: number;
  readonly until: number;
  readonly wake: () => void;
}

/** Time that stands still until a test moves it. */
export function createScriptedClock(start = 1_000_000): ScriptedClock {
  let now = start;
  const waiting = new Set<Wait>();
  const next = (end: number): Wait | undefined =>
    [...waiting].filter(({ until }) => until <= end).toSorted((a, b) => a.until - b.until)[0];
  return {
    now: () => now,
    waits: () => [...waiting].map(({ ms }) => ms),
    wait: async (ms, signal) => {
      signal?.throwIfAborted();
      await new Promise<void>((resolve, reject) => {
        const abort = (): void => {
          waiting.delete(wait);
          reject(signal?.reason);
        };
        const wait: Wait = {
          ms,
          until: now + ms,
          wake: () => {
            waiting.delete(wait);
            signal?.removeEventListener('abort', abort);
            resolve();
          },
        };
        waiting.add(wait);
        signal?.addEventListener('abort', abort, { once: true });
      });
    },
    advance: async (ms) => {
      const end = now + ms;
      for (let wait = next(end); wait; wait = next(end)) {
        now = wait.until;
        wait.wake();
        await settled();
      }
      now = end;
      await settled();
    },
  };
}

/** Lets everything run that waits for no timer. */
const settled = async (): Promise<void> =>
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
