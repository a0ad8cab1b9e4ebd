/** What somebody answered; null where the answer was no answer (malformed, outside the labels): wrong by every metric. */
export type Answer = string | null;

/** A metric bound to answers: every resample of the rows is scored without reading a text again. */
export interface ScoredRows {
  readonly rows: number;
  /** Value of each row, 0..1; null where the metric has none (F1 over labels, MCC). */
  readonly perRow: readonly number[] | null;
  /**
   * The metric over all rows, 0..1 (MCC −1..1). With `weights` (one a row, repetitions in a resample) over the rows so repeated.
   * Costs one pass over the rows. 0 where the weights leave no row.
   */
  readonly value: (weights?: Float64Array) => number;
}

/** Rows whose metric is the mean of what each row scores. */
export const scoredByMean = (perRow: readonly number[]): ScoredRows => ({
  rows: perRow.length,
  perRow,
  value: (weights) => {
    let sum = 0;
    let count = 0;
    for (let row = 0; row < perRow.length; row += 1) {
      const weight = weights?.[row] ?? 1;
      sum += weight * (perRow[row] ?? 0);
      count += weight;
    }
    return count === 0 ? 0 : sum / count;
  },
});

/** @throws RangeError when the two lists differ in length: they would be scored against each other's rows */
export const scoreEachRow = (
  expected: readonly string[],
  answers: readonly Answer[],
  scoreRow: (expected: string, answer: string) => number,
): number[] => {
  requireSameLength(expected, answers);
  return expected.map((text, row) => {
    const answer = answers[row] ?? null;
    return answer === null ? 0 : scoreRow(text, answer);
  });
};

export const requireSameLength = (expected: readonly string[], answers: readonly Answer[]): void => {
  if (expected.length !== answers.length)
    throw new RangeError(`${expected.length} expected outputs against ${answers.length} answers`);
};
