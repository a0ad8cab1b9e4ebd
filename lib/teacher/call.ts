import { OpenAI } from 'openai';
import { StageFailure } from '../../contracts/failure.ts';
import { type Asked, classify, type Verdict } from './classify.ts';
import type { Dialect } from './dialect.ts';
import type { JournalLine } from './journal-line.ts';
import type { Fetch } from './lean-fetch.ts';
import { allowanceMs } from './rate-headers.ts';
import { readThrown, refusalInBody } from './refusal.ts';
import { Completion } from './wire.ts';

/** What an endpoint answered, and was paid for. */
export interface Answered {
  readonly kind: 'answered';
  readonly answer: string | null;
  readonly finish: string | null;
  /** Null where the endpoint does not say. */
  readonly usage: Pick<JournalLine['usage'], 'input' | 'output'> | null;
  readonly model: string | null;
  readonly fingerprint: string | null;
  /** The endpoint's allowance is used up for so many milliseconds. */
  readonly holdMs: number;
}
export type Outcome = Answered | Verdict;

/** Somebody who may ask an endpoint: its address, and the key it takes. Made for one attempt. */
export interface Caller {
  readonly asked: Asked;
  readonly client: OpenAI;
  /** To be struck from what the endpoint says. */
  readonly key: string | null;
}

export function createCaller(asked: Asked, key: string | null, fetch: Fetch): Caller {
  const client = new OpenAI({
    baseURL: asked.baseUrl,
    // The client insists on one; without a key the header is left out below.
    apiKey: key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    maxRetries: 0,
    logLevel: 'off',
    fetch,
    ...(key === null ? { defaultHeaders: { Authorization: null } } : {}),
  });
  return { asked, client, key };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** One call, made once: everything an endpoint or a network can do to it is an outcome. Throws for bugs alone. */
export async function callOnce(
  caller: Caller,
  body: string,
  timeoutMs: number,
  dialect: Dialect,
  now: () => number,
): Promise<Outcome> {
  try {
    // The raw `post` sends the text as it is; `chat.completions.create` would walk through the request once more.
    const response = await caller.client
      .post('/chat/completions', { body, headers: JSON_TYPE, timeout: timeoutMs })
      .asResponse();
    return readResponse(caller, response.headers, await response.text(), dialect, now());
  } catch (error) {
    return readFailure(caller, error, dialect, now());
  }
}

/** Asks for the list of models, which is free. @returns why the endpoint cannot be used; null where nothing speaks against it */
export async function probeOnce(
  caller: Caller,
  signal: AbortSignal,
  dialect: Dialect,
  now: () => number,
): Promise<Verdict | null> {
  try {
    // 10 s: it is one small answer, and somebody may be watching.
    await caller.client.get('/models', { signal, timeout: 10_000 }).asResponse();
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return readFailure(caller, error, dialect, now());
  }
}

function readResponse(caller: Caller, headers: Headers, text: string, dialect: Dialect, now: number): Outcome {
  const json = parse(text);
  const completion = Completion.safeParse(json).data;
  if (completion) return { ...readCompletion(completion), holdMs: allowanceMs(headers) };
  const refusal = refusalInBody(json, headers);
  if (refusal)
    return classify({ ...refusal, message: withoutKey(caller, refusal.message) }, caller.asked, dialect, now);
  const { baseUrl } = caller.asked;
  const quoted = withoutKey(caller, text).slice(0, 200);
  if (headers.get('content-type')?.includes('json') && json === undefined)
    return broken(`the answer of ${baseUrl} ends early: ${quoted}`, 'maybe');
  return {
    kind: 'failed',
    failure: new StageFailure(
      'teacher-refused-request',
      `${baseUrl} answers with something that is no chat completion: ${quoted}. Check teacher.baseUrl.`,
    ),
  };
}

function readCompletion(completion: Completion): Omit<Answered, 'holdMs'> {
  const choice = completion.choices[0];
  const refused = typeof choice?.message.refusal === 'string' && choice.message.refusal !== '';
  const { usage } = completion;
  return {
    kind: 'answered',
    answer: choice?.message.content ?? null,
    finish: refused ? 'refusal' : (choice?.finish_reason ?? null),
    usage: usage ? { input: usage.prompt_tokens, output: usage.completion_tokens } : null,
    model: completion.model ?? null,
    fingerprint: completion.system_fingerprint ?? null,
  };
}

function readFailure(caller: Caller, error: unknown, dialect: Dialect, now: number): Verdict {
  const read = readThrown(error);
  if (read === undefined) throw error;
  if ('broken' in read) return broken(withoutKey(caller, read.broken.message), read.broken.sent);
  return classify({ ...read.refusal, message: withoutKey(caller, read.refusal.message) }, caller.asked, dialect, now);
}

const broken = (message: string, sent: 'never' | 'maybe'): Verdict => ({
  kind: 'trouble',
  trouble: 'teacher-unreachable',
  lost: sent === 'maybe',
  waitMs: null,
  message,
});

const withoutKey = ({ key }: Caller, message: string): string =>
  key === null ? message : message.replaceAll(key, '[key]');

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JSON cannot say `undefined`: the caller tells it apart.
    return undefined;
  }
}
