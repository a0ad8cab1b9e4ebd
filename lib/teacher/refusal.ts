import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { z } from 'zod';
import type { Refusal } from './dialect.ts';

/** An endpoint's no, in one form: a status of its own, or the status within an answer that claims success. */
export interface EndpointRefusal extends Refusal {
  readonly code: string | null;
  readonly headers: Headers;
}

/** A call that brought no answer at all. */
export interface BrokenCall {
  /** The request cannot have reached the endpoint, so that it cost nothing. */
  readonly sent: 'never' | 'maybe';
  readonly message: string;
  readonly error: Error;
}

/** What the client threw, told apart; undefined for what no endpoint or network causes. */
export function readThrown(
  error: unknown,
): { readonly refusal: EndpointRefusal } | { readonly broken: BrokenCall } | undefined {
  if (error instanceof APIConnectionTimeoutError)
    return { broken: { sent: 'maybe', message: 'no answer in time', error } };
  if (error instanceof APIConnectionError) {
    const { code, syscall, message } = causeOf(error);
    const never = syscall === 'connect' || NEVER_SENT.test(code);
    return { broken: { sent: never ? 'never' : 'maybe', message, error } };
  }
  if (!(error instanceof APIError) || error.status === undefined) return undefined;
  const { status, code, param, headers, message } = error;
  return { refusal: { status, code: code ?? null, param: param ?? null, headers: headers ?? new Headers(), message } };
}

/** Name resolution and TLS fail before a request is written. */
const NEVER_SENT =
  /^(ENOTFOUND|EAI_|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|CERT_|ERR_TLS|ERR_SSL|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/;

/** Code and message of the innermost cause that has a code: what the system said. */
function causeOf(error: Error): { readonly code: string; readonly syscall: string; readonly message: string } {
  const { cause } = error;
  if (cause instanceof Error) {
    const inner = causeOf(cause);
    if (inner.code !== '') return inner;
  }
  // Several addresses were tried, and none took the connection.
  if (error instanceof AggregateError && error.errors[0] instanceof Error) return causeOf(error.errors[0]);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const syscall = 'syscall' in error && typeof error.syscall === 'string' ? error.syscall : '';
  return { code, syscall, message: error.message };
}

const ErrorBody = z.object({
  error: z.object({
    message: z.string().nullish(),
    code: z.union([z.string(), z.number()]).nullish(),
    param: z.string().nullish(),
  }),
});

/** Some gateways answer 200 and put the real status into the body. */
export function refusalInBody(json: unknown, headers: Headers): EndpointRefusal | undefined {
  const body = ErrorBody.safeParse(json).data?.error;
  if (!body) return undefined;
  const status = typeof body.code === 'number' && body.code >= 400 ? body.code : 502;
  return {
    status,
    code: body.code?.toString() ?? null,
    param: body.param ?? null,
    headers,
    message: body.message ?? 'no message',
  };
}
