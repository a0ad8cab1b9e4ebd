/** Which failure an endpoint's silence becomes. */
export type Trouble = 'teacher-unreachable' | 'teacher-busy';

/** Failures in a row, without one answer in between, that look like an endpoint that is down rather than one that stumbles. */
const FAILURES = 12;
/** How long they must have gone on: a restart drops every open connection at once, an overload refuses a whole window. */
const GRACE_MS = { 'teacher-unreachable': 3000, 'teacher-busy': 10_000 } as const;
/** With few calls in flight 12 failures take long; half a minute without any answer is enough. */
const SILENCE_MS = 30_000;

/** Tells when an endpoint no longer serves anybody. */
export interface Breaker {
  readonly succeeded: (now: number) => void;
  /** It served somebody after that time. */
  readonly servedSince: (time: number) => boolean;
  /** True when it is time to give up; counting starts anew then, so that a later attempt has its own chance. */
  readonly failed: (trouble: Trouble, now: number) => boolean;
  /** So many failed in a row that asking at full width would only add to the trouble. */
  readonly suspects: () => boolean;
}

export function createBreaker(): Breaker {
  let failures = 0;
  let since = 0;
  let served = 0;
  return {
    succeeded: (now) => {
      failures = 0;
      served = now;
    },
    suspects: () => failures >= FAILURES,
    servedSince: (time) => served > time,
    failed: (trouble, now) => {
      if (failures === 0) since = now;
      failures += 1;
      const lasted = now - since;
      const open = (failures >= FAILURES && lasted >= GRACE_MS[trouble]) || (failures > 1 && lasted >= SILENCE_MS);
      if (open) failures = 0;
      return open;
    },
  };
}
