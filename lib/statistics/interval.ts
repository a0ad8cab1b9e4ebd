/** Limits of what a value may truly be. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Probability left out on each side of a two-sided 95 % interval; as the limit of one side alone it is 97.5 %. */
export const TAIL_OF_95 = 0.025;
