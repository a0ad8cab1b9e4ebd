import { itemsOf } from './micro-f1.ts';
import { type Answer, requireSameLength } from './scored-rows.ts';

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
 * ones in every resample. A row may want and be given several (`["a","b"]`); an answer that is none gives none.
 *
 * @throws RangeError when the two lists differ in length
 */
export function countLabels(
  expected: readonly string[],
  answers: readonly Answer[],
  labels: readonly string[],
): (weights?: Float64Array) => LabelCounts {
  requireSameLength(expected, answers);
  const [wantedOf, givenOf] = [expected.map(itemsOf), answers.map(itemsOf)];
  const numbers = numberLabels([...labels, ...[...wantedOf, ...givenOf].flatMap((items) => [...items])]);
  const numbered = (items: ReadonlySet<string>): readonly number[] => [...items].map((item) => numbers.get(item) ?? 0);
  const rowsOf = wantedOf.map((wanted, row) => {
    const given = givenOf[row] ?? new Set();
    return {
      wanted: numbered(wanted),
      given: numbered(given),
      hits: numbered(new Set([...wanted].filter((item) => given.has(item)))),
    };
  });
  return (weights) => {
    const [hits, wanted, given] = [
      new Float64Array(numbers.size),
      new Float64Array(numbers.size),
      new Float64Array(numbers.size),
    ];
    let rows = 0;
    for (const [row, of] of rowsOf.entries()) {
      const weight = weights?.[row] ?? 1;
      rows += weight;
      count(wanted, of.wanted, weight);
      count(given, of.given, weight);
      count(hits, of.hits, weight);
    }
    return { rows, hits, wanted, given };
  };
}

function numberLabels(labels: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return numbers;
}

function count(into: Float64Array, labels: readonly number[], weight: number): void {
  for (const label of labels) into[label] = (into[label] ?? 0) + weight;
}

/** F1 of each label: 2·hits / (rows that want it + rows that give it); 0 for a label that nobody met. */
export const f1OfLabels = ({ hits, wanted, given }: LabelCounts): Float64Array =>
  hits.map((hit, label) => (hit === 0 ? 0 : (2 * hit) / ((wanted[label] ?? 0) + (given[label] ?? 0))));
