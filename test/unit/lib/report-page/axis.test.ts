import { expect, it } from 'vitest';
import { axis } from '../../../../lib/report-page/axis.ts';

const ticksOf = (low: number, high: number, wanted: number): string[] => {
  const made = axis([low, high], [0, 100], wanted);
  return made.ticks.map(made.label);
};

it('shows round values that hold all that is drawn', () => {
  expect(ticksOf(0, 7.05, 5)).toEqual(['0', '2', '4', '6', '8']);
  expect(ticksOf(1.8, 1.95, 5)).toEqual(['1.80', '1.85', '1.90', '1.95']);
  expect(ticksOf(0, 522, 8)).toEqual(['0', '100', '200', '300', '400', '500', '600']);
  expect(ticksOf(38.3, 98.6, 5)).toEqual(['20', '40', '60', '80', '100']);
  expect(ticksOf(0.3, 0.3, 5)).toEqual(['0', '1']);
});

it('places values between its ends', () => {
  const { place } = axis([0, 7], [10, 110], 5);
  expect([place(0), place(4), place(8)]).toEqual([10, 60, 110]);
});
