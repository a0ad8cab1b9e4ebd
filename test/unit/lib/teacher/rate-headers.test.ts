import { expect, it } from 'vitest';
import { allowanceMs, retryAfterMs } from '../../../../lib/teacher/rate-headers.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

it.each([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Thu, 01 Jan 2025 00:00:30 GMT' }, 0],
  [{ 'retry-after-ms': '40', 'retry-after': '2' }, 40],
  [{ 'retry-after': 'soon' }, null],
  [{}, null],
])('reads %j as a wish to wait %s ms', (headers, expected) => {
  expect(retryAfterMs(new Headers(headers), NOW)).toBe(expected);
});

it.each([
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1.5s' }, 1500],
  [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '20ms' }, 20],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '0m7s' }, 7000],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1h' }, 60_000],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '3' }, 3000],
  [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': 'tomorrow' }, 0],
  [{ 'x-ratelimit-remaining-requests': '1', 'x-ratelimit-reset-requests': '1s' }, 0],
  [{}, 0],
])('reads %j as an allowance that is back in %s ms', (headers, expected) => {
  expect(allowanceMs(new Headers(headers))).toBe(expected);
});
