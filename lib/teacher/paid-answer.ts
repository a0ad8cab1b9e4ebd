import { hash } from 'node:crypto';
import type { Amount } from '../../contracts/budget.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { type Answered, type Caller, callOnce, type Outcome } from './call.ts';
import type { Verdict } from './classify.ts';
import type { Clock } from './clock.ts';
import type { Dialect } from './dialect.ts';
import type { Endpoint } from './endpoint.ts';
import type { Pass, Passage } from './gate.ts';
import type { OpenFamily } from './journal.ts';
import type { JournalLine } from './journal-line.ts';
import type { Question } from './question.ts';
import { LONGEST_WAIT_MS } from './rate-headers.ts';
import type { Purse, TeacherAccount, TeacherRequest } from './teacher.ts';
import { bodyOf } from './wire.ts';
import { promptTokensBound, usdOf, worstCaseOf } from './worst-case.ts';

/** One question that is not in the journal, and all it takes to ask it. */
export interface Asking {
  readonly account: TeacherAccount;
  readonly endpoint: Endpoint;
  readonly caller: Caller;
  readonly family: OpenFamily;
  readonly purse: Purse;
  readonly clock: Clock;
  readonly timeoutMs: (maxOutputTokens: number) => number;
  /** Ends waiting; a call that is under way goes on. */
  readonly stop: AbortSignal;
  /** Ends asking at once, for all that is asked together with this. */
  readonly fail: (error: unknown) => void;
  /** Told before and after a wait for the endpoint's sake, in which others may be asked. */
  readonly idle: (state: 'begins' | 'ends') => void;
}

/** What is asked: a row's question at one of its retries. */
export interface Call {
  readonly request: TeacherRequest<unknown>;
  readonly question: Question;
  readonly retry: number;
  readonly key: string;
}

/** `paid`: the journal has it. */
export type Paid =
  | { readonly paid: string }
  | { readonly rejected: string }
  | { readonly unanswered: string }
  | { readonly unfunded: Amount };

/** Tries of one question that met trouble while others were served, before it is left without an answer. */
const TRIES = 10;
/** Of those that may have been paid for all the same. */
const LOST_TRIES = 3;

/**
 * Pays for one answer: waits for room and money, calls, settles, and has the answer in the journal before it is given.
 * Trouble is waited out; what no waiting mends is thrown as a StageFailure.
 */
export async function payForAnswer(asking: Asking, call: Call): Promise<Paid> {
  const { breaker } = asking.endpoint;
  const began = asking.clock.now();
  let lost = 0;
  for (let troubles = 0; ;) {
    const result = await tryOnce(asking, call);
    if (!('kind' in result)) return result;
    if (result.kind === 'adapted') continue;
    if (result.kind === 'rejected') return { rejected: result.reason };
    troubles += 1;
    lost += result.lost ? 1 : 0;
    giveUpOnEndpoint(asking, result);
    if ((troubles >= TRIES || lost >= LOST_TRIES) && breaker.servedSince(began)) return { unanswered: result.message };
    await waitOut(asking, result, call.key, troubles);
  }
}

type Again = Exclude<Verdict, { readonly kind: 'failed' }>;

async function tryOnce(asking: Asking, { request, question, retry, key }: Call): Promise<Paid | Again> {
  const { account, endpoint, purse, clock } = asking;
  const entry = await enterFunded(asking, request, question);
  if ('unfunded' in entry) return entry;
  const { pass, worst, bound } = entry;
  const { dialect } = endpoint;
  const body = bodyOf(account.model, question, request, retry, dialect);
  let cost = worst;
  let passage: Passage = 'told';
  try {
    const outcome = await callOnce(asking.caller, body, asking.timeoutMs(bound.output), dialect, clock.now);
    passage = passageOf(outcome);
    if (outcome.kind === 'answered') {
      const line = lineOf(asking, dialect, outcome, bound, key);
      cost = { usd: line.usd ?? 0, tokens: line.usage.input + line.usage.output, calls: 1 };
      await asking.family.append(line);
      return afterAnswer(asking, outcome, line, bound);
    }
    cost = outcome.kind === 'trouble' && outcome.lost ? worst : NOTHING;
    return afterRefusal(asking, outcome, dialect);
  } catch (error) {
    // At once, before the gate lets another one in.
    asking.fail(error);
    throw error;
  } finally {
    // Not before the answer is in the journal: calls under way are those that a kill would lose.
    purse.settle(worst, cost);
    pass.leave(passage);
  }
}

interface Entry {
  readonly pass: Pass;
  readonly worst: Amount;
  readonly bound: Bound;
}

/** Room at the endpoint and money for the worst case, both. Short of money it waits for calls under way to give some back. */
async function enterFunded(
  asking: Asking,
  request: TeacherRequest<unknown>,
  question: Question,
): Promise<Entry | { readonly unfunded: Amount }> {
  const { account, endpoint, purse, stop } = asking;
  for (;;) {
    const pass = await endpoint.gate.enter(stop);
    const bound = boundOf(endpoint, request, question);
    const worst = worstCaseOf(bound.input, bound.output, account.price);
    if (purse.reserve(worst)) return { pass, worst, bound };
    pass.leave('told');
    const settled = purse.nextSettlement();
    if (settled === null) return { unfunded: worst };
    await settled;
  }
}

function afterRefusal({ endpoint, clock }: Asking, outcome: Verdict, dialect: Dialect): Again {
  if (outcome.kind === 'failed') throw outcome.failure;
  if (outcome.kind !== 'trouble') endpoint.breaker.succeeded(clock.now());
  // Another call may have learnt the same in the meantime, and more.
  if (outcome.kind === 'adapted' && endpoint.dialect === dialect) endpoint.dialect = outcome.dialect;
  return outcome;
}

function passageOf(outcome: Outcome): Passage {
  if (outcome.kind === 'answered') return 'answered';
  return outcome.kind === 'trouble' ? 'trouble' : 'told';
}

const NOTHING: Amount = { usd: 0, tokens: 0, calls: 0 };

/** Most tokens that a call can count. */
export interface Bound {
  readonly input: number;
  /** `input` without what this endpoint was seen to add. */
  readonly plainInput: number;
  readonly output: number;
}

export function boundOf(endpoint: Endpoint, request: TeacherRequest<unknown>, question: Question): Bound {
  const plainInput = promptTokensBound(question.promptBytes, request.prompt.messages.length);
  const output = request.maxOutputTokens + endpoint.dialect.thinkingTokens;
  return { input: plainInput + endpoint.surplusTokens, plainInput, output };
}

function lineOf(asking: Asking, dialect: Dialect, answered: Answered, bound: Bound, key: string): JournalLine {
  const { account, clock } = asking;
  const usage = answered.usage ?? bound;
  return {
    version: 1,
    key,
    build: account.buildId,
    part: account.part,
    answer: answered.answer,
    finish: answered.finish,
    usage: { input: usage.input, output: usage.output, source: answered.usage ? 'reported' : 'bounded' },
    usd: usdOf(usage, account.price),
    model: answered.model,
    fingerprint: answered.fingerprint,
    mode: dialect.mode,
    dropped: [...dialect.dropped],
    at: clock.now(),
  };
}

function afterAnswer({ endpoint, account }: Asking, answered: Answered, line: JournalLine, bound: Bound): Paid {
  endpoint.breaker.succeeded(line.at);
  if (answered.holdMs > 0) endpoint.gate.hold(answered.holdMs);
  endpoint.surplusTokens = Math.max(endpoint.surplusTokens, line.usage.input - bound.plainInput);
  if (line.usage.output <= bound.output) return { paid: line.key };
  throw new StageFailure(
    'teacher-ignores-cap',
    `${account.baseUrl} counts ${line.usage.output} tokens for an answer of ${account.model} that was capped at ${bound.output}: ` +
      'no budget can be kept with it. Use an endpoint that honours max_tokens.',
    { details: { counted: line.usage.output, cap: bound.output } },
  );
}

/** First wait after trouble; doubled at each further one of the same question, up to the longest. */
const FIRST_WAIT_MS = 250;
const LONGEST_BACKOFF_MS = 20_000;

async function waitOut(
  { clock, idle, stop }: Asking,
  { waitMs }: Troubled,
  key: string,
  troubles: number,
): Promise<void> {
  const backoff = Math.min(LONGEST_BACKOFF_MS, FIRST_WAIT_MS * 2 ** (troubles - 1));
  // Spread, so that what was refused together does not come back together.
  const spread = spreadOf(key, troubles);
  idle('begins');
  try {
    await clock.wait(waitMs === null ? backoff * (0.5 + spread / 2) : waitMs + FIRST_WAIT_MS * spread, stop);
  } finally {
    idle('ends');
  }
}

/** Nobody is let in for so long while an endpoint seems to serve nobody; Retry-After, where it comes, is better advice. */
const HOLD_MS = 500;

type Troubled = Extract<Verdict, { readonly kind: 'trouble' }>;

/** Holds all others back where it seems to serve nobody. @throws StageFailure when that lasts, or when it asks for a wait that is the workflow's to keep */
function giveUpOnEndpoint({ account, endpoint, clock }: Asking, { trouble, message, waitMs }: Troubled): void {
  const open = endpoint.breaker.failed(trouble, clock.now());
  if (!open && (waitMs ?? 0) <= LONGEST_WAIT_MS) {
    if (endpoint.breaker.suspects()) endpoint.gate.hold(waitMs ?? HOLD_MS);
    return;
  }
  const said = trouble === 'teacher-busy' ? 'serves nobody now' : 'cannot be reached';
  throw new StageFailure(
    trouble,
    `${account.baseUrl} ${said}: ${message}. Answers paid so far are kept; try again later.`,
    waitMs === null ? {} : { retryAfterMs: waitMs },
  );
}

/** A number in [0, 1) that depends on the question and the try. */
const spreadOf = (key: string, troubles: number): number =>
  Number.parseInt(hash('sha256', `${key}/${troubles}`).slice(0, 8), 16) / 2 ** 32;
