import { StageFailure } from '../../contracts/failure.ts';
import type { Clock } from '../teacher/clock.ts';

/** Waits for a busy hub within one request; then the whole stage is tried again later. */
const TRIES = 4;
/** A longer wish is not waited for here: the stage fails with it, and is tried again then. */
const LONGEST_WAIT_MS = 60_000;
/** Where a 429 does not say: doubled each time. */
const FIRST_WAIT_MS = 1_000;
/** Without an answer's beginning, once what was asked is sent. */
const SILENCE_MS = 30_000;
/** A slow way out: 1 Mbit/s. Of what is sent, only the end of the answer to it can be seen. */
const SLOWEST_BYTES_PER_MS = 125;

/**
 * A `fetch` for the hub's client. The token goes to the hub's own host only, whatever host a page of results or a
 * redirection names; 429 and 503 are waited for as `Retry-After` says; silence ends after 30 s, and the time that a body
 * takes on a slow line.
 * @throws StageFailure `hub-unreachable`, with the wished wait where there is one
 */
export function createHubFetch(endpoint: string, clock: Clock): typeof fetch {
  const home = new URL(endpoint).origin;
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const headers = new Headers(init?.headers ?? (input instanceof Request ? input.headers : undefined));
    if (url.origin !== home) headers.delete('authorization');
    for (let attempt = 1; ; attempt += 1) {
      const response = await ask(url, { ...init, headers });
      if (response.status !== 429 && response.status !== 503) return response;
      await response.body?.cancel();
      const waitMs = retryAfterMs(response, clock.now()) ?? FIRST_WAIT_MS * 2 ** (attempt - 1);
      if (attempt === TRIES || waitMs > LONGEST_WAIT_MS) {
        throw new StageFailure(
          'hub-unreachable',
          `asking ${url.origin}${url.pathname}: it is busy (HTTP ${response.status}). It is asked again later; a token in HF_TOKEN raises the hub's limits.`,
          { retryAfterMs: waitMs },
        );
      }
      await clock.wait(waitMs);
    }
  };
}

async function ask(url: URL, init: RequestInit): Promise<Response> {
  const silent = new AbortController();
  const timer = setTimeout(() => silent.abort(), SILENCE_MS + bytesOf(init.body) / SLOWEST_BYTES_PER_MS);
  try {
    return await fetch(url, { ...init, signal: silent.signal });
  } catch (cause) {
    throw new StageFailure(
      'hub-unreachable',
      `asking ${url.origin}${url.pathname}: no answer. Check HF_ENDPOINT and the network, or set HF_HUB_OFFLINE=1 to do without the hub.`,
      { cause },
    );
  } finally {
    clearTimeout(timer);
  }
}

const bytesOf = (body: RequestInit['body']): number => {
  if (body instanceof Blob) return body.size;
  return typeof body === 'string' ? body.length : 0;
};

/** Seconds or a date, as RFC 9110, section 10.2.3 has it; null where the header is neither. */
function retryAfterMs(response: Response, now: number): number | null {
  const header = response.headers.get('retry-after');
  if (header === null) return null;
  if (/^\d+(?:\.\d+)?$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
