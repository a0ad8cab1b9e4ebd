import { normalQuantile } from '../statistics/normal-quantile.ts';
import type { Random } from '../statistics/random.ts';

/** A positive figure that is not known exactly: log-normal, with its median and the standard deviation of its logarithm. */
export interface Factor {
  readonly middle: number;
  /** 0.1 is "within a sixth, nine times of ten"; 1 is "within a factor of five". 0: known. */
  readonly spread: number;
}

export const known = (value: number): Factor => ({ middle: value, spread: 0 });

/** A figure as it may turn out. */
export const drawn = ({ middle, spread }: Factor, random: Random): number =>
  spread === 0 || middle === 0 ? middle : middle * Math.exp(spread * normalQuantile(inside(random.next())));

/** Keeps off the ends, where a normal quantile is infinite. */
const inside = (share: number): number => Math.min(1 - 1e-9, Math.max(1e-9, share));

/** The sum of independent parts: middles add up, and so do variances (spread · middle, squared). */
export function sumOf(...parts: readonly Factor[]): Factor {
  const middle = parts.reduce((sum, part) => sum + part.middle, 0);
  const variance = parts.reduce((sum, part) => sum + (part.middle * part.spread) ** 2, 0);
  return { middle, spread: middle === 0 ? 0 : Math.sqrt(variance) / middle };
}

/** What is believed of a share before anything was seen: its mean, and how many observations that is worth. */
export interface SharePrior {
  readonly mean: number;
  readonly weight: number;
}

/**
 * A share after `hits` of `trials`, from the mean and the deviation of the Beta distribution that the prior and they make.
 * `floor` is what more trials of this sort cannot tell.
 */
export function shareAfter(prior: SharePrior, hits: number, trials: number, floor: number): Factor {
  const weight = prior.weight + trials;
  const mean = (prior.mean * prior.weight + hits) / weight;
  return { middle: mean, spread: Math.hypot(Math.sqrt((1 - mean) / (mean * (weight + 1))), floor) };
}

/** Calls that are rejected per answer, after `rejected` for `answers`: mean and deviation of the Gamma that prior and they make. */
export function rejectedAfter(rejected: number, answers: number): Factor {
  const [events, exposure] = [REJECTED_PRIOR.events + rejected, REJECTED_PRIOR.answers + answers];
  return { middle: events / exposure, spread: Math.min(1.5, 1 / Math.sqrt(events)) };
}

/**
 * Inputs to which no answer can be used, after `stubborn` of `rows`: seldom any, but each costs all its retries for every
 * vote, so the tail is long. With none of none: one in 300, and one in 15 is still possible.
 */
export function stubbornAfter(stubborn: number, rows: number): Factor {
  const [events, exposure] = [STUBBORN_PRIOR.events + stubborn, STUBBORN_PRIOR.rows + rows];
  return { middle: events / exposure, spread: Math.min(MOST_SPREAD, 1 / Math.sqrt(events)) };
}

const STUBBORN_PRIOR = { events: 0.06, rows: 20 } as const;
const MOST_SPREAD = 1.8;

/** One answer in seventy-five is rejected, and that is hardly known: a good endpoint rejects none, a bad one every sixth. */
const REJECTED_PRIOR = { events: 0.4, answers: 30 } as const;
