import { describe, expect, it } from 'vitest';
import { rowsToSettle } from '../../../../lib/statistics/power.ts';

describe('rowsToSettle', () => {
  it('gives the planning figures at 10 % discordant rows', () => {
    expect([0.02, 0.05, 0.1].map((margin) => rowsToSettle(0.1, margin, 0.05))).toEqual([1546, 248, 62]);
  });

  it('asks for more rows where several openings share the alpha', () => {
    expect(rowsToSettle(0.1, 0.05, 0.05 / 6)).toBe(419);
  });

  it('knows no number where the difference lies on the limit', () => {
    expect(rowsToSettle(0.1, 0, 0.05)).toBeNull();
  });
});
