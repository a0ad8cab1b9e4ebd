import { type FailureKind, StageFailure } from '../../contracts/failure.ts';
import type { Trouble } from './breaker.ts';
import { type Dialect, adaptDialect } from './dialect.ts';
import { retryAfterMs } from './rate-headers.ts';
import type { EndpointRefusal } from './refusal.ts';

/** What a refusal means for the request, decided here and nowhere else. None of them costs anything, but `lost` ones may. */
export type Verdict =
  /** Ask again in other terms. */
  | { readonly kind: 'adapted'; readonly dialect: Dialect }
  /** No answer to this row, now or later. */
  | { readonly kind: 'rejected'; readonly reason: 'too-long' | 'filtered' }
  /** Ask again later. */
  | {
      readonly kind: 'trouble';
      readonly trouble: Trouble;
      readonly lost: boolean;
      readonly waitMs: number | null;
      readonly message: string;
    }
  /** Nobody gets an answer until a person changes something. */
  | { readonly kind: 'failed'; readonly failure: StageFailure };

export interface Asked {
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKeyEnv: string | null;
}

const TOO_LONG =
  /context.{0,3}length|context window|too many tokens|prompt is too long|reduce the length|input is too long/i;
const NO_MODEL =
  /\bmodel\b.{0,80}(not found|does not exist|not exist|unknown|not available)|unknown model|no such model|(in|not a )valid model/is;
const NO_CREDIT = /^(insufficient_quota|billing_hard_limit_reached|insufficient_credits)$/;
const FILTERED = /^content_(filter|policy_violation)$/;
/** Time-outs told by the endpoint or a gateway before it: the model may have answered, and been paid. */
const MAYBE_PAID = [408, 499, 504, 524];
/** Below 500: time-out, conflict, too early, too many, client gone. */
const LATER = [408, 409, 425, 429, 499];

export function classify(refusal: EndpointRefusal, asked: Asked, dialect: Dialect, now: number): Verdict {
  const { status, code, message } = refusal;
  if (status === 402 || NO_CREDIT.test(code ?? '')) {
    return failed('teacher-out-of-credit', asked, refusal, 'Add credit there, or name another teacher.');
  }
  if (code === 'model_not_found' || (status === 404 && NO_MODEL.test(message))) return noModel(asked, refusal);
  if (status === 401 || status === 403) {
    return failed('key-refused', asked, refusal, keyAdvice(asked));
  }
  if (LATER.includes(status) || status >= 500) {
    const adapted = status === 501 ? adaptDialect(dialect, refusal) : null;
    return adapted ? { kind: 'adapted', dialect: adapted } : later(refusal, now);
  }
  return aboutThisRequest(refusal, asked, dialect);
}

function aboutThisRequest(refusal: EndpointRefusal, asked: Asked, dialect: Dialect): Verdict {
  const { status, code, message } = refusal;
  if (code === 'context_length_exceeded' || TOO_LONG.test(message)) return { kind: 'rejected', reason: 'too-long' };
  if (FILTERED.test(code ?? '')) return { kind: 'rejected', reason: 'filtered' };
  const adapted = adaptDialect(dialect, refusal);
  if (adapted) return { kind: 'adapted', dialect: adapted };
  if (status === 400 && NO_MODEL.test(message)) return noModel(asked, refusal);
  return failed('teacher-refused-request', asked, refusal, 'Check teacher.baseUrl and teacher.model.');
}

const keyAdvice = ({ apiKeyEnv }: Asked): string =>
  apiKeyEnv === null
    ? 'Check OPENAI_API_KEY where the cpu workers run. It goes to the host of OPENAI_BASE_URL alone: for another one, name a variable of its own in teacher.apiKeyEnv.'
    : `Check the key in ${apiKeyEnv} where the cpu workers run.`;

const noModel = (asked: Asked, refusal: EndpointRefusal): Verdict =>
  failed('model-unknown', asked, refusal, 'Set teacher.model to a model that it has.');

const later = ({ status, message, headers }: EndpointRefusal, now: number): Verdict => ({
  kind: 'trouble',
  trouble: 'teacher-busy',
  lost: MAYBE_PAID.includes(status),
  waitMs: retryAfterMs(headers, now),
  message,
});

/** Enough of an endpoint's message to understand it; some send whole pages. */
const QUOTED = 400;

const failed = (kind: FailureKind, asked: Asked, refusal: EndpointRefusal, whatToDo: string): Verdict => ({
  kind: 'failed',
  failure: new StageFailure(
    kind,
    `${asked.baseUrl} refused a call to ${asked.model} with status ${refusal.status}: ${refusal.message.slice(0, QUOTED)}. ${whatToDo}`,
    { details: { status: refusal.status, code: refusal.code } },
  ),
});
