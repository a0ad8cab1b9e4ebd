export interface PaceLimits {
  /** Calls in flight at the start; 8 asks little of an endpoint that nothing is known about. */
  readonly first: number;
  /** Most calls in flight. */
  readonly most: number;
}
export const PACE: PaceLimits = { first: 8, most: 64 };

/** Calls that a window grows by per round trip, once the slow start is over: from 8 to 64 in 28 of them. */
const GROWTH = 2;

export interface Pace {
  /** Calls that may be in flight now; 1 at the least. */
  readonly window: () => number;
  /** Says that a call starts; hand the number back when it ends. */
  readonly started: () => number;
  readonly succeeded: () => void;
  /** The endpoint could not serve a call: 429, 5xx, or a broken connection. */
  readonly troubled: (started: number) => void;
}

/**
 * How many calls may be in flight: doubles per round trip until the first trouble, then grows by a fixed step per round
 * trip. A window with trouble shrinks once, whatever the number of its calls that met it, by half the square of their
 * share: refused altogether it halves, with 15 in 100 it loses a 90th. So random faults do not stop a build, and an
 * endpoint that is overloaded settles where the two balance: with 64 in flight at a fifth refused.
 * After DCTCP (Alizadeh et al. 2010, section 3.1), which takes the share itself; that leaves 13 of 64 at 15 in 100.
 */
export function createPace(limits: PaceLimits = PACE): Pace {
  let window = limits.first;
  let slowStart = true;
  /** Raised at each decrease: troubles of calls that started before it belong to a window already paid for. */
  let epoch = 0;
  let ended = 0;
  let troubles = 0;
  const close = (): void => {
    if (ended < Math.floor(window)) return;
    const share = troubles / ended;
    const grown = slowStart ? 0 : GROWTH * (1 - share);
    window = Math.min(limits.most, Math.max(1, window * (1 - share ** 2 / 2) + grown));
    if (troubles > 0) epoch += 1;
    ended = 0;
    troubles = 0;
  };
  return {
    window: () => Math.floor(window),
    started: () => epoch,
    succeeded: () => {
      ended += 1;
      if (slowStart) window = Math.min(limits.most, window + 1);
      close();
    },
    troubled: (started) => {
      slowStart = false;
      if (started !== epoch) return;
      // A window of trouble begins with its first: successes before it would hide how bad it is.
      if (troubles === 0) ended = 0;
      ended += 1;
      troubles += 1;
      close();
    },
  };
}
