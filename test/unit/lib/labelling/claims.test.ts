import { describe, expect, it } from 'vitest';
import type { PlannedRow } from '../../../../contracts/labelling.ts';
import { claimAfter, claimsOf, labelsForMargin, rowsFor } from '../../../../lib/labelling/claims.ts';

/** 998 rows of which 99 differ: one of two more makes a tenth. 101 others are asked. */
const PLAN: readonly PlannedRow[] = Array.from({ length: 998 }, (_, at) => ({
  id: `${at}`,
  differs: at < 99,
  random: at >= 99 && at < 200,
}));

describe('rowsFor', () => {
  it('is what the power formula gives for a tenth of discordant rows', () => {
    // The figures of docs/decisions/2026-11-21-rows-to-settle.md.
    expect([0.02, 0.05, 0.1].map((limit) => rowsFor(PLAN, limit, 0.05))).toEqual([1578, 274, 81]);
  });
});

describe('claimAfter', () => {
  it('tells the rows that so many labels cover, and the least limit that these show', () => {
    const claim = claimAfter(PLAN, 55, 0.05);
    expect(claim).toMatchObject({ labels: 55, rows: 274 });
    expect(claim.worseAtMost).toBeCloseTo(0.05, 9);
    expect(rowsFor(PLAN, claim.worseAtMost - 0.001, 0.05)).toBeGreaterThan(274);
  });

  it('asks for more where the error is shared', () => {
    expect(claimAfter(PLAN, 55, 0.025).worseAtMost).toBeGreaterThan(claimAfter(PLAN, 55, 0.05).worseAtMost);
  });

  it('knows how often each is right only where rows are asked on which both say the same', () => {
    // By hand for all 998 rows: weight 899/998 of rows right 9 times of 10, 101/899 of them looked at; 0.86032 in all.
    // Variance (0.86032·0.13968 + 0.90080·0.09·(899/101 − 1)) / 998 = 0.00076219.
    expect(claimAfter(PLAN, 200, 0.05).within).toBeCloseTo(1.959964 * Math.sqrt(0.00076219), 5);
    expect(
      claimAfter(
        PLAN.map((row) => ({ ...row, random: false })),
        99,
        0.05,
      ).within,
    ).toBeNull();
  });
});

describe('claimsOf', () => {
  it('tells a few numbers of labels, and all', () => {
    expect(claimsOf(PLAN, 0.05).map(({ labels, rows }) => [labels, rows])).toEqual([
      [25, 124],
      [50, 249],
      [100, 499],
      [200, 998],
    ]);
    expect(claimsOf([{ id: '1', differs: true, random: false }], 0.05).map(({ labels }) => labels)).toEqual([1]);
  });
});

describe('labelsForMargin', () => {
  it('is the share of labels that covers the rows needed; none where the test is too small', () => {
    expect(labelsForMargin(PLAN, { alpha: 0.05, margin: 0.05 })).toBe(Math.ceil((274 * 200) / 998));
    expect(labelsForMargin(PLAN, { alpha: 0.05, margin: 0.02 })).toBeNull();
  });
});
