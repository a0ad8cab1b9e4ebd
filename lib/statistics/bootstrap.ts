import { createRandom } from './random.ts';

/** 0.025 of 2,000 leaves 50 resamples beyond each limit: enough for two digits. */
export const RESAMPLES = 2000;

/** Values of a statistic over resamples of the same rows. */
export interface Resampled {
  readonly seen: number;
  /** Value that the given share of resamples stays below, interpolated between neighbours. */
  readonly quantile: (share: number) => number;
  /** Standard deviation over resamples: the standard error of `seen`. */
  readonly standardError: number;
  /** Shares of resamples at or below a value, and at or above it. */
  readonly shareAtMost: (value: number) => number;
  readonly shareAtLeast: (value: number) => number;
}

/**
 * A statistic over resamples with replacement of whole groups, so that rows that hang together stay together.
 *
 * `statistic` gets how often each row counts (`undefined`: each once). The same seed gives the same values. Costs
 * `resamples` calls of it.
 * @see Efron & Tibshirani 1993, "An Introduction to the Bootstrap", chapters 8 and 13
 */
export function bootstrap(work: {
  readonly groups: readonly string[];
  readonly statistic: (weights?: Float64Array) => number;
  readonly seed: string | number;
  readonly resamples?: number;
}): Resampled {
  const random = createRandom(work.seed);
  const { groupOfRow, count } = numberGroups(work.groups);
  const weights = new Float64Array(groupOfRow.length);
  const values = Float64Array.from({ length: work.resamples ?? RESAMPLES }, () => {
    const drawn = new Float64Array(count);
    for (let draw = 0; draw < count; draw += 1) {
      const group = random.int(count);
      drawn[group] = (drawn[group] ?? 0) + 1;
    }
    // By index, here and in the metrics: pairs of an iterator would take most of the time of thousands of resamples.
    for (let row = 0; row < weights.length; row += 1) weights[row] = drawn[groupOfRow[row] ?? 0] ?? 0;
    return work.statistic(weights);
  }).toSorted();
  return {
    seen: work.statistic(),
    quantile: (share) => quantileOf(values, share),
    standardError: standardDeviation(values),
    shareAtMost: (limit) => values.filter((value) => value <= limit).length / values.length,
    shareAtLeast: (limit) => values.filter((value) => value >= limit).length / values.length,
  };
}

export const countGroups = (groups: readonly string[]): number => new Set(groups).size;

export function numberGroups(groups: readonly string[]): { readonly groupOfRow: Int32Array; readonly count: number } {
  const numbers = new Map<string, number>();
  const groupOfRow = Int32Array.from(groups, (group) => {
    const number = numbers.get(group) ?? numbers.size;
    numbers.set(group, number);
    return number;
  });
  return { groupOfRow, count: numbers.size };
}

/** Linear between neighbours, as numpy does it. */
function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

function standardDeviation(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}
