/**
 * A request that is refused, or a prediction that failed. It is told in the shape of OpenAI's errors on every path,
 * so that their clients raise what their users know.
 */
export class ServerFailure extends Error {
  name = 'ServerFailure';

  /**
   * @param {number} status HTTP status
   * @param {string} message what is wrong and what to do
   * @param {{code?: string, param?: string, headers?: Record<string, string>, cause?: unknown}} [facts]
   */
  constructor(status, message, { code, param, headers, cause } = {}) {
    super(message, { cause });
    this.status = status;
    this.code = code ?? null;
    this.param = param ?? null;
    this.headers = headers ?? {};
  }

  /** @returns {{error: {message: string, type: string, param: string | null, code: string | null}}} */
  get body() {
    return { error: { message: this.message, type: typeOf(this.status), param: this.param, code: this.code } };
  }
}

function typeOf(status) {
  if (status === 429) return 'rate_limit_error';
  return status >= 500 ? 'server_error' : 'invalid_request_error';
}

/** A request that cannot be understood or met; the same again fails the same way. */
export const badRequest = (message, facts) => new ServerFailure(400, message, facts);

/** Words of a stranger inside a message: short, and on one line. */
export const quoted = (text) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);
