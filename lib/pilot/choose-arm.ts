import { LEAST_GAIN } from './limits.ts';

/** The default, unless another is better by more than a standard error; then the best, the first among equals. */
export function chooseAbove<One>(preset: One, others: readonly One[], scoreOf: (one: One) => number): One {
  const best = others.reduce((found, one) => (scoreOf(one) > scoreOf(found) ? one : found), preset);
  return scoreOf(best) - scoreOf(preset) > LEAST_GAIN ? best : preset;
}
