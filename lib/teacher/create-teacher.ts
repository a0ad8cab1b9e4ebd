import { askAll } from './ask.ts';
import { type Caller, createCaller, probeOnce } from './call.ts';
import type { Clock } from './clock.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { createEndpoints, type Endpoint } from './endpoint.ts';
import type { Journal } from './journal.ts';
import type { KeyedEndpoint } from './keys.ts';
import { createLeanFetch, type Fetch } from './lean-fetch.ts';
import { PACE, type PaceLimits } from './pace.ts';
import { boundOf } from './paid-answer.ts';
import { questionOf } from './question.ts';
import type { Teacher, TeacherAccount } from './teacher.ts';
import { worstCaseOf } from './worst-case.ts';

export interface TeacherParts {
  readonly journal: Journal;
  /** The key that may go to an endpoint, read anew at each call; null for none. @throws StageFailure `key-missing` */
  readonly keys: (endpoint: KeyedEndpoint) => string | null;
  readonly clock: Clock;
  /** The lean one where it is left out. */
  readonly fetch?: Fetch;
  readonly pace?: PaceLimits;
  readonly timeoutMs?: (maxOutputTokens: number) => number;
}

export interface OpenTeacher extends Teacher {
  /** Waits for calls that somebody left under way, brings the journal to the store, closes connections. */
  readonly close: () => Promise<void>;
}

/** A minute for the queue and the first token, and 20 tokens a second: slow models write that fast. */
const patientTimeout = (maxOutputTokens: number): number => 60_000 + 50 * maxOutputTokens;

/** The teacher behind OpenAI-compatible endpoints. One for a process: it holds what is shared by all who ask. */
export function createTeacher(parts: TeacherParts): OpenTeacher {
  const { journal, clock, timeoutMs = patientTimeout } = parts;
  const lean = createLeanFetch();
  const fetch = parts.fetch ?? lean.fetch;
  const endpointOf = createEndpoints(clock, parts.pace ?? PACE);
  const underWay = new Map<string, Promise<void>>();
  const left = new Set<Promise<void>>();
  const callerOf = (account: TeacherAccount): Caller => createCaller(account, parts.keys(account), fetch);
  return {
    ask: async function* (account, family, requests, { purse, tally, signal }) {
      const asking = { account, endpoint: endpointOf(account), caller: callerOf(account), purse, clock, timeoutMs };
      yield* askAll({ asking, journal, familyName: family, underWay, left, tally, signal }, requests);
    },
    probe: async (account, signal) => await probe(callerOf(account), endpointOf(account), clock, signal),
    worstCase: (account, request) => {
      const bound = boundOf(endpointOf(account), request, questionOf(account, request));
      return worstCaseOf(bound.input, bound.output, account.price);
    },
    close: async () => {
      await Promise.all(left);
      await journal.close();
      lean.close();
    },
  };
}

/** Tries of the free question before trouble is believed, and the wait between them. */
const PROBES = 3;
const PROBE_WAIT_MS = 1000;

async function probe(caller: Caller, endpoint: Endpoint, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    const verdict = await probeOnce(caller, signal, endpoint.dialect, clock.now);
    if (verdict?.kind === 'trouble') {
      const { trouble, message, waitMs } = verdict;
      const facts = waitMs === null ? {} : { retryAfterMs: waitMs };
      if (tries === PROBES)
        throw new StageFailure(trouble, `${caller.asked.baseUrl} does not answer: ${message}`, facts);
      await clock.wait(waitMs === null ? PROBE_WAIT_MS : Math.min(waitMs, PROBE_WAIT_MS), signal);
      continue;
    }
    // An endpoint without a list of models says 404 or the like: it is there, and it did not refuse the key.
    const failure = verdict?.kind === 'failed' ? verdict.failure : null;
    if (failure?.kind === 'key-refused' || failure?.kind === 'teacher-out-of-credit') throw failure;
    return;
  }
}
