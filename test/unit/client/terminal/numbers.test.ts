import { expect, it } from 'vitest';
import { count, dollars, duration, milliseconds, size, tokenCount } from '../../../../client/terminal/numbers.ts';

it('says seconds as people do', () => {
  expect([0, 0.44, 9.94, 10, 59.4, 59.6, 72, 3599, 3600, 7530].map(duration)).toEqual([
    '0.0 s',
    '0.4 s',
    '9.9 s',
    '10 s',
    '59 s',
    '1 min 0 s',
    '1 min 12 s',
    '59 min 59 s',
    '1 h 0 min',
    '2 h 6 min',
  ]);
});
it('groups counts and shortens tokens', () => {
  expect([count(1234567), tokenCount(9_999), tokenCount(41_200), tokenCount(9_588_800)]).toEqual([
    '1,234,567',
    '9,999',
    '41 k',
    '9.6 M',
  ]);
});
it('keeps the digits of money, bytes and milliseconds that matter', () => {
  expect([dollars(0.03141), dollars(12.345)]).toEqual(['$0.0314', '$12.35']);
  expect([size(999), size(23_123_456), size(2e9)]).toEqual(['999 B', '23.1 MB', '2.0 GB']);
  expect([milliseconds(1.93), milliseconds(41.6)]).toEqual(['1.9 ms', '42 ms']);
});
