import { type Answer, requireSameLength, type ScoredRows } from './scored-rows.ts';

/** Stands for an answer that is none: it misses its row's label and adds no label of its own. */
const NO_ANSWER = -1;

/**
 * Mean over labels of each label's F1 (`sklearn.metrics.f1_score`, `average='macro'`, `zero_division=0`).
 *
 * The labels are those given, those expected and those answered: a label that nobody met scores 0, and so does each
 * word outside the labels. The set stays the same in every resample.
 */
export function scoreMacroF1(
  expected: readonly string[],
  answers: readonly Answer[],
  labels: readonly string[] = [],
): ScoredRows {
  requireSameLength(expected, answers);
  const numbers = numberLabels([...labels, ...expected, ...answers.filter((answer) => answer !== null)]);
  const wanted = Int32Array.from(expected, (label) => numbers.get(label) ?? NO_ANSWER);
  const given = Int32Array.from(answers, (label) => (label === null ? NO_ANSWER : (numbers.get(label) ?? NO_ANSWER)));
  return {
    rows: expected.length,
    perRow: null,
    value: (weights) => meanF1(wanted, given, numbers.size, weights),
  };
}

function numberLabels(labels: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (const label of labels) if (!numbers.has(label)) numbers.set(label, numbers.size);
  return numbers;
}

/** F1 of a label = 2·hits / (rows that want it + rows that give it). */
function meanF1(wanted: Int32Array, given: Int32Array, labels: number, weights: Float64Array | undefined): number {
  const hits = new Float64Array(labels);
  const mentions = new Float64Array(labels);
  for (const [row, label] of wanted.entries()) {
    const weight = weights?.[row] ?? 1;
    const answer = given[row] ?? NO_ANSWER;
    count(mentions, label, weight);
    count(mentions, answer, weight);
    if (label === answer) count(hits, label, weight);
  }
  let sum = 0;
  for (const [label, hit] of hits.entries()) if (hit > 0) sum += (2 * hit) / (mentions[label] ?? 0);
  return labels === 0 ? 0 : sum / labels;
}

function count(into: Float64Array, label: number, weight: number): void {
  if (label !== NO_ANSWER) into[label] = (into[label] ?? 0) + weight;
}
