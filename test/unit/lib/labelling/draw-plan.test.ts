import { describe, expect, it } from 'vitest';
import { drawPlan, isAsked } from '../../../../lib/labelling/draw-plan.ts';
import type { PoolRow } from '../../../../lib/labelling/pool.ts';

const rowsOf = (count: number, differing: number): readonly PoolRow[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `${at}`,
    input: `${at}`,
    student: 'a',
    teacher: at < differing ? 'b' : 'a',
    baselines: {},
  }));

const order = (seed: string) => drawPlan(rowsOf(50, 5), seed).map(({ id }) => id);
const others = (rows: readonly PoolRow[], wanted?: number) =>
  drawPlan(rows, 's', wanted).filter(({ random }) => random).length;

describe('drawPlan', () => {
  it('asks about every row that differs and a share drawn whatever the answers are', () => {
    const plan = drawPlan(rowsOf(1000, 100), 'seed');
    expect(plan.filter(({ differs }) => differs)).toHaveLength(100);
    // Fifty that do not differ are a share of 50/900, of 1000 rows 55.
    expect(plan.filter(({ random }) => random)).toHaveLength(55);
    const alike = plan.filter((row) => isAsked(row) && !row.differs).length;
    expect(alike).toBeGreaterThan(40);
    expect(alike).toBeLessThan(56);
  });

  it('holds its part of the share in every first part of the order', () => {
    const plan = drawPlan(rowsOf(1000, 100), 'seed');
    const randomIn = (rows: number): number => plan.slice(0, rows).filter(({ random }) => random).length;
    expect([180, 360, 540, 720, 900].map(randomIn)).toEqual([10, 20, 30, 40, 50]);
  });

  it('is the same for the same seed, and in another order for another one', () => {
    expect(order('one')).toEqual(order('one'));
    expect(order('one')).not.toEqual(order('two'));
    expect(order('one').toSorted()).toEqual(order('two').toSorted());
  });

  it('asks about twenty others at least, all where there are fewer, as many as are wished', () => {
    expect(others(rowsOf(200, 0))).toBe(20);
    expect(others(rowsOf(12, 2))).toBe(12);
    expect(others(rowsOf(100, 0), 0)).toBe(0);
    expect(others(rowsOf(100, 0), 40)).toBe(40);
    expect(others(rowsOf(5, 5))).toBe(0);
  });
});
