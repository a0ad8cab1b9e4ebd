import { rougeTokens } from './rouge-tokens.ts';
import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from './scored-rows.ts';
import { sharedCount } from './shared-count.ts';
import { wordNgrams } from './word-ngrams.ts';

/**
 * Mean over rows of ROUGE-N's F-measure, as the package rouge-score computes it without a stemmer. Texts in scripts other
 * than Latin have no words for it and score 0.
 *
 * @see Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", section 2
 */
const scoreRougeN =
  (order: 1 | 2) =>
  (expected: readonly string[], answers: readonly Answer[]): ScoredRows =>
    scoredByMean(scoreEachRow(expected, answers, (text, answer) => rougeN(order, text, answer)));

export const scoreRouge1 = scoreRougeN(1);
export const scoreRouge2 = scoreRougeN(2);

function rougeN(order: number, expected: string, answer: string): number {
  const wanted = wordNgrams(rougeTokens(expected), order);
  const given = wordNgrams(rougeTokens(answer), order);
  return wanted.length + given.length === 0 ? 0 : (2 * sharedCount(wanted, given)) / (wanted.length + given.length);
}
