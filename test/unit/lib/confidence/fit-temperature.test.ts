import { describe, expect, it } from 'vitest';
import { fitTemperature } from '../../../../lib/confidence/fit-temperature.ts';

const row = (logits: readonly number[], expected: number) => ({ logits, expected, answered: 0 });

describe('fitTemperature', () => {
  it('makes the odds of right and wrong those that were seen', () => {
    // 2 of 3 right, with the targets 4/5: mean target of the first label (4/5 + 4/5 + 1/5) / 3 = 0.6, so logits 4 and 0
    // are to give odds of 0.6 : 0.4.
    const rows = [row([4, 0], 0), row([4, 0], 0), row([4, 0], 1)];
    expect(fitTemperature(rows)).toBeCloseTo(4 / Math.log(0.6 / 0.4), 5);
  });

  it('does not promise certainty where few rows are all right', () => {
    // Target 11/12 on ten rows.
    const rows = Array.from({ length: 10 }, () => row([3, 0], 0));
    expect(fitTemperature(rows)).toBeCloseTo(3 / Math.log(11), 5);
  });

  it('ends at its limit where the logits say the contrary of what is right', () => {
    expect(fitTemperature([row([5, 0], 1), row([0, 5], 0)])).toBe(20);
  });

  it('leaves out rows whose label is unknown', () => {
    const rows = Array.from({ length: 10 }, () => row([3, 0], 0));
    expect(fitTemperature([...rows, row([9, 0], -1)])).toBe(fitTemperature(rows));
    expect(fitTemperature([row([9, 0], -1)])).toBe(1);
  });
});
