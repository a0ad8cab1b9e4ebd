import { type Answer, requireSameLength } from './scored-rows.ts';

/** Stands for an answer that is none: it misses its row's label and adds no label of its own. */
const NO_ANSWER = -1;

/** How often each label was met, over the rows as often as their weights say. */
export interface LabelCounts {
  readonly rows: number;
  /** Rows that want the label and were answered with it. */
  readonly hits: Float64Array;
  readonly wanted: Float64Array;
  readonly given: Float64Array;
}

/**
 * Counts by label, one pass over the rows a call. The labels are those given, those expected and those answered, the same
 * ones in every resample.
 *
 * @throws RangeError when the two lists differ in length
 */
export function countLabels(
  expected: readonly string[],
  answers: readonly Answer[],
  labels: readonly string[],
): (weights?: Float64Array) => LabelCounts {
  requireSameLength(expected, answers);
  const numbers = numberLabels([...labels, ...expected, ...answers.filter((answer) => answer !== null)]);
  const wantedOf = Int32Array.from(expected, (label) => numbers.get(label) ?? NO_ANSWER);
  const givenOf = Int32Array.from(answers, (label) => (label === null ? NO_ANSWER : (numbers.get(label) ?? NO_ANSWER)));
  return (weights) => {
    const [hits, wanted, given] = [
      new Float64Array(numbers.size),
      new Float64Array(numbers.size),
      new Float64Array(numbers.size),
    ];
    let rows = 0;
    for (let row = 0; row < wantedOf.length; row += 1) {
      const weight = weights?.[row] ?? 1;
      const label = wantedOf[row] ?? NO_ANSWER;
      const answer = givenOf[row] ?? NO_ANSWER;
      rows += weight;
      count(wanted, label, weight);
      count(given, answer, weight);
      if (label === answer) count(hits, label, weight);
    }
    return { rows, hits, wanted, given };
  };
}

function numberLabels(labels: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return numbers;
}

function count(into: Float64Array, label: number, weight: number): void {
  if (label !== NO_ANSWER) into[label] = (into[label] ?? 0) + weight;
}

/** F1 of each label: 2·hits / (rows that want it + rows that give it); 0 for a label that nobody met. */
export const f1OfLabels = ({ hits, wanted, given }: LabelCounts): Float64Array =>
  hits.map((hit, label) => (hit === 0 ? 0 : (2 * hit) / ((wanted[label] ?? 0) + (given[label] ?? 0))));
