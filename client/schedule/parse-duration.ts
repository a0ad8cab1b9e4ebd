import { CommandFailure } from '../command-failure.ts';

const UNITS = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 } as const;

/**
 * Milliseconds of a duration as people write it: `30s`, `5m`, `12h`, `1d`, `2w`, or the larger first, `1d12h`.
 * @throws CommandFailure `usage`, naming the option
 */
export function parseDuration(text: string, option: string): number {
  const match = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text.trim());
  const [, w, d, h, m, s] = match ?? [];
  const ms = Object.entries({ w, d, h, m, s }).reduce(
    (sum, [unit, count]) =>
      sum + Number(count ?? 0) * (Object.entries(UNITS).find(([name]) => name === unit)?.[1] ?? 0),
    0,
  );
  if (match !== null && ms > 0) return ms;
  throw new CommandFailure(
    'usage',
    `--${option} must be a duration such as 30s, 5m, 12h, 1d or 1d12h, and is "${text}".`,
  );
}

/** The same duration in the largest units that hold it whole. */
export function durationText(ms: number): string {
  let left = ms;
  const parts = Object.entries(UNITS).flatMap(([unit, size]) => {
    const count = Math.floor(left / size);
    left -= count * size;
    return count === 0 ? [] : [`${count}${unit}`];
  });
  return parts.length === 0 ? '0s' : parts.join('');
}
