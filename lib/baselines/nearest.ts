import { textFeatures } from './text-features.ts';

export interface Neighbour {
  /** Place of the most similar training row; the earliest of equals, so 0 where nothing is shared. */
  readonly row: number;
  /** Cosine of the two, 0..1. */
  readonly similarity: number;
}

/** The output of the most similar training input for every input. */
export function answerByNearest(
  train: readonly { readonly text: string; readonly output: string }[],
  inputs: readonly string[],
): string[] {
  const neighbours = nearestRows(
    train.map((row) => row.text),
    inputs,
  );
  return neighbours.map(({ row }) => train[row]?.output ?? '');
}

/**
 * The most similar training text for every input: cosine of TF-IDF over words and character trigrams (logarithmic counts,
 * smoothed IDF, unit length). Through an inverted index: 5,000 against 1,000 short texts take seconds.
 * @throws RangeError without training texts
 */
export function nearestRows(train: readonly string[], inputs: readonly string[]): Neighbour[] {
  if (train.length === 0) throw new RangeError('no training rows to be near to');
  const index = createIndex(train);
  return inputs.map((input) => nearest(index, input));
}

/** Training rows that hold a feature, and its weight in each. */
interface Postings {
  readonly rows: Int32Array;
  readonly weights: Float64Array;
  readonly idf: number;
}

interface Index {
  readonly postings: ReadonlyMap<string, Postings>;
  readonly rows: number;
}

function createIndex(train: readonly string[]): Index {
  const features = train.map(textFeatures);
  const rowsWith = new Map<string, number[]>();
  for (const [row, counts] of features.entries()) {
    for (const feature of counts.keys()) {
      const rows = rowsWith.get(feature);
      if (rows === undefined) rowsWith.set(feature, [row]);
      else rows.push(row);
    }
  }
  const idfOf = (feature: string): number => inverseFrequency(rowsWith.get(feature)?.length ?? 0, train.length);
  const norms = features.map((counts) => norm(counts, idfOf));
  const postings = new Map<string, Postings>();
  for (const [feature, rows] of rowsWith) {
    const idf = idfOf(feature);
    const weights = Float64Array.from(rows, (row) => (damped(features[row]?.get(feature)) * idf) / (norms[row] ?? 1));
    postings.set(feature, { rows: Int32Array.from(rows), weights, idf });
  }
  return { postings, rows: train.length };
}

function nearest({ postings, rows }: Index, input: string): Neighbour {
  const counts = textFeatures(input);
  const length = norm(counts, (feature) => postings.get(feature)?.idf ?? inverseFrequency(0, rows));
  const scores = new Float64Array(rows);
  for (const [feature, count] of counts) {
    const found = postings.get(feature);
    if (found === undefined) continue;
    const weight = (damped(count) * found.idf) / length;
    for (let at = 0; at < found.rows.length; at += 1) {
      const row = found.rows[at] ?? 0;
      scores[row] = (scores[row] ?? 0) + weight * (found.weights[at] ?? 0);
    }
  }
  let best = 0;
  for (let row = 1; row < rows; row += 1) if ((scores[row] ?? 0) > (scores[best] ?? 0) + ROUNDING) best = row;
  return { row: best, similarity: Math.min(1, scores[best] ?? 0) };
}

/** Cosines nearer than this are equal: they differ by the order of sums alone. */
const ROUNDING = 1e-12;

const damped = (count: number | undefined): number => (count === undefined ? 0 : 1 + Math.log(count));

/** As scikit-learn smooths it: as if one more text held every feature. */
const inverseFrequency = (holding: number, all: number): number => Math.log((1 + all) / (1 + holding)) + 1;

function norm(counts: ReadonlyMap<string, number>, idfOf: (feature: string) => number): number {
  let squares = 0;
  for (const [feature, count] of counts) squares += (damped(count) * idfOf(feature)) ** 2;
  return Math.sqrt(squares);
}
