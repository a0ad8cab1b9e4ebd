/** An answer with what it was chosen by. */
export interface LogitRow {
  /** In the order of the labels. */
  readonly logits: readonly number[];
  /** Place of the label that was expected; −1 where it is none of them. */
  readonly expected: number;
  /** Place of the label that was answered. */
  readonly answered: number;
}

/**
 * Probability of the label that was answered: the softmax of the logits over the temperature. On a scale the answer is the
 * median of the distribution, and need not be the likeliest.
 */
export function confidenceOf({ logits, answered }: Omit<LogitRow, 'expected'>, temperature: number): number {
  const largest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp((logit - largest) / temperature));
  return (weights[answered] ?? 0) / weights.reduce((sum, weight) => sum + weight, 0);
}
