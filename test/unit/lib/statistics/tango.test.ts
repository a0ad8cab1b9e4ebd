import { describe, expect, it } from 'vitest';
import { tangoInterval } from '../../../../lib/statistics/tango.ts';

describe('tangoInterval', () => {
  it('gives the interval published for airway reactivity before and after transplantation', () => {
    // Fagerland, Lydersen & Laake 2014, "Recommended tests and confidence intervals for paired binomial proportions".
    const { low, high } = tangoInterval({ onlyFirst: 1, onlySecond: 7, rows: 21 }, 0.025);
    expect([low.toFixed(3), high.toFixed(3)]).toEqual(['-0.517', '-0.026']);
  });

  it('mirrors when the two change places', () => {
    const one = tangoInterval({ onlyFirst: 12, onlySecond: 30, rows: 200 }, 0.05);
    const other = tangoInterval({ onlyFirst: 30, onlySecond: 12, rows: 200 }, 0.05);
    expect(one.low).toBeCloseTo(-other.high, 12);
    expect(one.high).toBeCloseTo(-other.low, 12);
  });

  it('keeps doubt where no row is discordant', () => {
    // z²/(n + z²) with z = 1.959964.
    expect(tangoInterval({ onlyFirst: 0, onlySecond: 0, rows: 100 }, 0.025).high).toBeCloseTo(
      3.8414588 / 103.8414588,
      8,
    );
  });

  it('ends at 1 where one is right on every row that the other fails, and fails none', () => {
    expect(tangoInterval({ onlyFirst: 20, onlySecond: 0, rows: 20 }, 0.025).high).toBe(1);
  });

  it('refuses what is no table', () => {
    expect(() => tangoInterval({ onlyFirst: 0, onlySecond: 0, rows: 0 }, 0.025)).toThrow(RangeError);
    expect(() => tangoInterval({ onlyFirst: 6, onlySecond: 5, rows: 10 }, 0.025)).toThrow(RangeError);
  });
});
