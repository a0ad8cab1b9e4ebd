import type { Clock } from './clock.ts';
import { createPace, type PaceLimits } from './pace.ts';

/** How a call went, as far as the pace is concerned. `told`: it says nothing about load, being refused for what it asks, or never sent. */
export type Passage = 'answered' | 'told' | 'trouble';

export interface Pass {
  readonly leave: (passage: Passage) => void;
}

/** Where all calls to one endpoint and model pass, whichever activity makes them. */
export interface Gate {
  /** Waits for room, first come first served; rejects with the signal's reason where that comes first. */
  readonly enter: (signal: AbortSignal) => Promise<Pass>;
  /** Lets nobody in before so many milliseconds have passed. */
  readonly hold: (ms: number) => void;
  readonly inFlight: () => number;
}

export function createGate(clock: Clock, limits: PaceLimits): Gate {
  const pace = createPace(limits);
  const waiting = new Set<(pass: Pass) => void>();
  let inFlight = 0;
  let heldUntil = 0;
  let holding = false;

  const admit = (): Pass => {
    inFlight += 1;
    const started = pace.started();
    return {
      leave: (passage) => {
        inFlight -= 1;
        if (passage === 'answered') pace.succeeded();
        if (passage === 'trouble') pace.troubled(started);
        letIn();
      },
    };
  };
  const letIn = (): void => {
    for (const enter of waiting) {
      if (inFlight >= pace.window() || clock.now() < heldUntil) return;
      waiting.delete(enter);
      enter(admit());
    }
  };
  const letInLater = async (): Promise<void> => {
    holding = true;
    // Another hold may have come meanwhile, and timers may be a millisecond early.
    while (clock.now() < heldUntil) await clock.wait(heldUntil - clock.now());
    holding = false;
    letIn();
  };
  return {
    inFlight: () => inFlight,
    hold: (ms) => {
      heldUntil = Math.max(heldUntil, clock.now() + ms);
      if (!holding) void letInLater();
    },
    enter: async (signal) => {
      signal.throwIfAborted();
      return await new Promise<Pass>((resolve, reject) => {
        const abort = (): void => {
          waiting.delete(enter);
          reject(signal.reason);
        };
        const enter = (pass: Pass): void => {
          signal.removeEventListener('abort', abort);
          resolve(pass);
        };
        signal.addEventListener('abort', abort, { once: true });
        waiting.add(enter);
        letIn();
      });
    },
  };
}
