import { describe, expect, it } from 'vitest';
import { durationText, parseDuration } from '../../../../client/schedule/parse-duration.ts';

describe('parseDuration', () => {
  it.each([
    ['30s', 30_000],
    ['5m', 300_000],
    ['12h', 43_200_000],
    ['1d', 86_400_000],
    ['2w', 1_209_600_000],
    ['1d12h', 129_600_000],
    [' 1m30s ', 90_000],
  ])('reads %j', (text, ms) => {
    expect(parseDuration(text, 'every')).toBe(ms);
  });
  it.each(['', '5', 'd', '1.5h', '-1d', '5 m', '1h1d', '1d1d', '0s', '5min', '1D'])(
    'refuses %j and names the option',
    (text) => {
      expect(() => parseDuration(text, 'jitter')).toThrow(
        expect.objectContaining({ kind: 'usage', message: expect.stringContaining('--jitter') }),
      );
    },
  );
});

describe('durationText', () => {
  it.each([
    [86_400_000, '1d'],
    [129_600_000, '1d12h'],
    [300_000, '5m'],
    [0, '0s'],
  ])('says %d ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});
