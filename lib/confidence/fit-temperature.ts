import type { LogitRow } from './sure-rows.ts';

/** Limits of the temperature: beyond them confidences are all but 1, or all but equal. */
const LIMITS = { low: 1 / 20, high: 20 } as const;
/** Halvings of the limits: the last bit of a temperature says nothing after so many. */
const HALVINGS = 60;
/** Digits after the point that are kept. */
const DECIMALS = 6;

/**
 * The temperature that makes the expected labels of these rows likeliest. Targets are (n + 1) / (n + 2) for the expected
 * label and the rest of 1 in equal parts for the others, so that a few rows, all of them right, do not promise certainty.
 * Rows whose label is unknown are left out; 1 without any other.
 *
 * The loss is convex in the inverse temperature b; its slope there, the sum of (mean logit under softmax(b · logits) −
 * mean logit under the targets), is halved down to zero.
 * @see Guo et al. 2017, "On Calibration of Modern Neural Networks", section 4.2; targets: Platt 1999, "Probabilistic
 *   Outputs for Support Vector Machines", section 2.2
 */
export function fitTemperature(rows: readonly LogitRow[]): number {
  const known = rows.filter(({ expected }) => expected >= 0);
  if (known.length === 0) return 1;
  const wanted = known.reduce((sum, row) => sum + targetLogit(row, known.length), 0);
  const slope = (inverse: number) => known.reduce((sum, { logits }) => sum + meanLogit(logits, inverse), 0) - wanted;
  let [low, high]: [number, number] = [1 / LIMITS.high, 1 / LIMITS.low];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (slope(middle) < 0) low = middle;
    else high = middle;
  }
  return Number((2 / (low + high)).toFixed(DECIMALS));
}

function targetLogit({ logits, expected }: LogitRow, rows: number): number {
  const share = (rows + 1) / (rows + 2);
  const own = logits[expected] ?? 0;
  const others = logits.reduce((sum, logit) => sum + logit, 0) - own;
  return share * own + ((1 - share) * others) / Math.max(1, logits.length - 1);
}

function meanLogit(logits: readonly number[], inverse: number): number {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp(inverse * (logit - largest)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return logits.reduce((sum, logit, at) => sum + (logit * (weights[at] ?? 0)) / total, 0);
}
