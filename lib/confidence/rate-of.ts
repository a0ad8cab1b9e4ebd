import type { Rate } from '../../contracts/confidence.ts';
import { wilsonInterval } from '../statistics/wilson.ts';

/** A share of right answers with its 95 % Wilson interval; null of no rows. */
export const rateOf = (right: number, rows: number): Rate | null =>
  rows === 0 ? null : { value: right / rows, ...wilsonInterval(right, rows), rows };
