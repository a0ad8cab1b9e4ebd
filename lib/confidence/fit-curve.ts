import { sigmoid } from './sigmoid.ts';

/** Steps of Newton's method: a handful will do, since the loss is convex and the rows are scaled. */
const STEPS = 100;
/** Halvings of a step that overshoots. */
const HALVINGS = 40;
/** A step that changes neither number by more is the last. */
const ENOUGH = 1e-10;
/** Digits that are kept. */
const DIGITS = 7;

/** An answer by its log probability under the model, in nats, and how it fared, 0..1. */
export interface CurveRow {
  readonly logProbability: number;
  readonly score: number;
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

/** A point of the curve, its target and what it weighs. */
interface Point {
  readonly x: number;
  readonly target: number;
  readonly weight: number;
}

/**
 * The logistic curve over log probabilities that makes these scores likeliest: confidence = 1 / (1 + exp(−slope · x −
 * intercept)). Scores between 0 and 1 give the mean to be expected (Papke & Wooldridge 1996, "Econometric Methods for
 * Fractional Response Variables").
 *
 * As Platt has it, one right and one wrong answer are added, so that a few rows, all of them right, do not promise
 * certainty. They are spread where the model itself expects them: the right one over the rows by their probability, the
 * wrong one by what is left of 1. So rows that are all right still tell the likely answers from the others.
 * @see Platt 1999, "Probabilistic Outputs for Support Vector Machines", section 2.2; Newton's method as in Lin, Lin &
 *   Weng 2007, "A Note on Platt's Probabilistic Outputs for Support Vector Machines"
 */
export function fitCurve(rows: readonly CurveRow[]): Line {
  const mean = rows.reduce((sum, { logProbability }) => sum + logProbability, 0) / rows.length;
  const variance = rows.reduce((sum, { logProbability }) => sum + (logProbability - mean) ** 2, 0) / rows.length;
  // Rows that are all alike have no slope.
  const scale = variance > 0 ? Math.sqrt(variance) : 1;
  const { slope, intercept } = newton(pointsOf(rows, (value) => (value - mean) / scale));
  return { slope: rounded(slope / scale), intercept: rounded(intercept - (slope * mean) / scale) };
}

const rounded = (value: number): number => Number(value.toPrecision(DIGITS));

function pointsOf(rows: readonly CurveRow[], scaled: (value: number) => number): readonly Point[] {
  const chances = rows.map(({ logProbability }) => Math.min(1, Math.exp(logProbability)));
  const expected = chances.reduce((sum, chance) => sum + chance, 0);
  return rows.map(({ logProbability, score }, at) => {
    const chance = chances[at] ?? 0;
    const right = expected > 0 ? chance / expected : 1 / rows.length;
    const wrong = expected < rows.length ? (1 - chance) / (rows.length - expected) : 1 / rows.length;
    const weight = 1 + right + wrong;
    return { x: scaled(logProbability), target: (score + right) / weight, weight };
  });
}

function newton(points: readonly Point[]): Line {
  let line: Line = { slope: 0, intercept: 0 };
  for (let step = 0; step < STEPS; step++) {
    const move = moveFrom(line, points);
    const next = shortened(line, move, points);
    if (next === null) return line;
    line = next;
    if (Math.max(Math.abs(move.slope), Math.abs(move.intercept)) < ENOUGH) return line;
  }
  return line;
}

/** Gradient over Hessian. */
function moveFrom(line: Line, points: readonly Point[]): Line {
  // A little is added to the diagonal, where rows that are all alike would divide by 0.
  let [xx, x, one, gradientX, gradient] = [1e-12, 0, 1e-12, 0, 0];
  for (const point of points) {
    const value = sigmoid(line.slope * point.x + line.intercept);
    const curvature = point.weight * value * (1 - value);
    const error = point.weight * (point.target - value);
    xx += curvature * point.x * point.x;
    x += curvature * point.x;
    one += curvature;
    gradientX += error * point.x;
    gradient += error;
  }
  const determinant = xx * one - x * x;
  return {
    slope: (one * gradientX - x * gradient) / determinant,
    intercept: (xx * gradient - x * gradientX) / determinant,
  };
}

/** As far along the move as the loss goes down; null where it does not. */
function shortened(line: Line, move: Line, points: readonly Point[]): Line | null {
  const before = loss(line, points);
  for (let halving = 0; halving < HALVINGS; halving++) {
    const share = 2 ** -halving;
    const next = { slope: line.slope + share * move.slope, intercept: line.intercept + share * move.intercept };
    if (loss(next, points) < before) return next;
  }
  return null;
}

/** Cross-entropy, in nats. */
function loss({ slope, intercept }: Line, points: readonly Point[]): number {
  return points.reduce((sum, { x, target, weight }) => {
    const value = slope * x + intercept;
    return sum + weight * (Math.max(value, 0) - target * value + Math.log1p(Math.exp(-Math.abs(value))));
  }, 0);
}
