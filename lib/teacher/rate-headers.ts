/** Longest wait that a header may ask for within an attempt; a longer one is the workflow's to wait for. */
export const LONGEST_WAIT_MS = 60_000;

/** The endpoint's wish in milliseconds: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date; null where it has none. */
export function retryAfterMs(headers: Headers, now: number): number | null {
  const milliseconds = positive(headers.get('retry-after-ms'));
  if (milliseconds !== null) return milliseconds;
  const text = headers.get('retry-after');
  if (text === null) return null;
  const seconds = positive(text);
  if (seconds !== null) return seconds * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

/**
 * Milliseconds until an exhausted allowance is full again, by `x-ratelimit-remaining-*` and `x-ratelimit-reset-*`;
 * 0 while something is left.
 */
export function allowanceMs(headers: Headers): number {
  const waits = ['requests', 'tokens'].map((what) => {
    if (headers.get(`x-ratelimit-remaining-${what}`) !== '0') return 0;
    return durationMs(headers.get(`x-ratelimit-reset-${what}`)) ?? 0;
  });
  return Math.min(LONGEST_WAIT_MS, Math.max(...waits));
}

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** A duration as Go prints it (`6m0s`, `20ms`, `1h2m3.5s`) or a plain number of seconds. */
function durationMs(text: string | null): number | null {
  const seconds = positive(text);
  if (seconds !== null) return seconds * 1000;
  const parts = [...(text ?? '').matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map((part) => part[0]).join('') !== text) return null;
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (isUnit(unit) ? UNIT_MS[unit] : 0), 0);
}

const isUnit = (text: string | undefined): text is keyof typeof UNIT_MS =>
  text !== undefined && Object.hasOwn(UNIT_MS, text);

const positive = (text: string | null): number | null =>
  text !== null && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
