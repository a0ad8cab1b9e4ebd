import { describe, expect, it } from 'vitest';
import { COVERAGES, fitThresholds, isKept } from '../../../../lib/confidence/thresholds.ts';

const sure = (confidence: number, familiar = true) => ({ confidence, familiar });
const ROWS = [0.95, 0.5123456789, 0.9, 0.8, 0.7, 0.6, 0.55, 0.99, 0.85, 0.75].map((value) => sure(value));
const at = (rows: Parameters<typeof fitThresholds>[0], coverage: number) =>
  fitThresholds(rows).find((one) => one.coverage === coverage)?.threshold;

describe('fitThresholds', () => {
  it('keeps at least the share that is asked for, and no row more', () => {
    expect(at(ROWS, 0.1)).toBe(0.99);
    expect(at(ROWS, 0.5)).toBe(0.8);
    // 5.5 rows are 6.
    expect(at(ROWS, 0.55)).toBe(0.75);
    expect(at(ROWS, 0.9)).toBe(0.55);
  });

  it('keeps the row that a threshold was read from', () => {
    expect(at(ROWS, 0.95)).toBe(0.512345);
    expect(ROWS.filter((row) => isKept(row, at(ROWS, 0.95) ?? 1))).toHaveLength(10);
  });

  it('keeps all where all is asked for, however unsure', () => {
    expect(at(ROWS, 1)).toBe(0);
  });

  it('counts unfamiliar rows as not kept', () => {
    const rows = [...ROWS.slice(0, 9), sure(1, false)];
    expect(at(rows, 0.9)).toBe(0.512345);
    expect(at(rows, 0.95)).toBe(0);
    expect(isKept(sure(1, false), 0)).toBe(false);
  });

  it('has every coverage, lowest first', () => {
    const found = fitThresholds(ROWS).map(({ coverage }) => coverage);
    expect(found).toEqual([...COVERAGES]);
    expect(found).toEqual(found.toSorted((one, other) => one - other));
    expect(found.at(-1)).toBe(1);
  });
});
