import { describe, expect, it } from 'vitest';
import { checkCron } from '../../../../client/schedule/check-cron.ts';

describe('checkCron', () => {
  it.each([
    ['0 3 * * *', '0 3 * * *'],
    ['  */15  8-18 1,15 JAN-jun mon-fri ', '*/15 8-18 1,15 jan-jun mon-fri'],
    ['59 23 31 12 7', '59 23 31 12 7'],
    ['@Daily', '@daily'],
  ])('takes %j', (given, taken) => {
    expect(checkCron(given)).toBe(taken);
  });
  it.each([
    ['', '0 fields'],
    ['0 3 * *', '4 fields'],
    ['0 3 * * * 2026', '6 fields'],
    ['60 3 * * *', 'minute'],
    ['0 24 * * *', 'hour'],
    ['0 3 0 * *', 'day of the month'],
    ['0 3 * 13 *', 'month'],
    ['0 3 * mon *', 'month'],
    ['0 3 * * 8', 'day of the week'],
    ['0 5-3 * * *', 'hour'],
    ['*/0 3 * * *', 'minute'],
    ['1,,2 3 * * *', 'minute'],
    ['0 3 * * mon#2', 'day of the week'],
    ['@every 5m', '2 fields'],
  ])('refuses %j and names what is wrong', (given, named) => {
    expect(() => checkCron(given)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringContaining(named) }),
    );
  });
});
