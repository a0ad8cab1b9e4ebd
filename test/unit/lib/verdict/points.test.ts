import { expect, it } from 'vitest';
import { aboutRows, points, pointsAtLeast, pointsAtMost, pValue } from '../../../../lib/verdict/points.ts';

it('says values from 0 to 1 in points', () => {
  expect([points(0.9449), points(1), points(-0.0312)]).toEqual(['94.5', '100.0', '-3.1']);
});

it('rounds limits away from what was seen', () => {
  expect([pointsAtMost(0.0474), pointsAtMost(0.05), pointsAtLeast(0.0479), pointsAtLeast(0.05)]).toEqual([
    '4.8',
    '5.0',
    '4.7',
    '5.0',
  ]);
});

it('says p and rows no more exactly than they are known', () => {
  expect([pValue(0.0004), pValue(0.0316), aboutRows(1546), aboutRows(62)]).toEqual([
    'p < 0.001',
    'p = 0.032',
    'about 1,500 rows',
    'about 62 rows',
  ]);
});
