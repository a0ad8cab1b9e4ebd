import { type Interval, TAIL_OF_95 } from './interval.ts';
import { normalQuantile } from './normal-quantile.ts';

/**
 * Interval of a proportion of which `hits` of `rows` were seen; `tail` is the probability left out on each side.
 *
 * @throws RangeError unless 0 ≤ hits ≤ rows and rows > 0
 * @see Wilson 1927, "Probable Inference, the Law of Succession, and Statistical Inference"
 */
export function wilsonInterval(hits: number, rows: number, tail: number = TAIL_OF_95): Interval {
  if (!(rows > 0 && hits >= 0 && hits <= rows)) throw new RangeError(`${hits} of ${rows} is no proportion`);
  const z = normalQuantile(1 - tail);
  const share = hits / rows;
  const centre = (share + (z * z) / (2 * rows)) / (1 + (z * z) / rows);
  const half = (z / (1 + (z * z) / rows)) * Math.sqrt((share * (1 - share)) / rows + (z * z) / (4 * rows * rows));
  // Rounding may leave the limit of none or all a hair beyond the end.
  return { low: hits === 0 ? 0 : centre - half, high: hits === rows ? 1 : centre + half };
}
