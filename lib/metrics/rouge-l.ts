import { rougeTokens } from './rouge-tokens.ts';
import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from './scored-rows.ts';

/**
 * Mean over rows of ROUGE-L's F-measure, as the package rouge-score computes it without a stemmer.
 * Its tokenizer keeps runs of a–z and 0–9 alone: texts in other scripts score 0, so it is no metric for them.
 * A row costs the product of the two texts' tokens.
 *
 * @see Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", section 3.1
 */
export const scoreRougeL = (expected: readonly string[], answers: readonly Answer[]): ScoredRows =>
  scoredByMean(scoreEachRow(expected, answers, rougeL));

function rougeL(expected: string, answer: string): number {
  const wanted = rougeTokens(expected);
  const given = rougeTokens(answer);
  if (wanted.length === 0 || given.length === 0) return 0;
  return (2 * commonLength(wanted, given)) / (wanted.length + given.length);
}

/** Length of the longest common subsequence. */
function commonLength(wanted: readonly string[], given: readonly string[]): number {
  // lengths[j] is the answer for the tokens of `wanted` so far and the first j of `given`.
  const lengths = new Int32Array(given.length + 1);
  for (const token of wanted) {
    let diagonal = 0;
    for (const [at, other] of given.entries()) {
      const above = lengths[at + 1] ?? 0;
      lengths[at + 1] = token === other ? diagonal + 1 : Math.max(above, lengths[at] ?? 0);
      diagonal = above;
    }
  }
  return lengths[given.length] ?? 0;
}
