import { pythonWords } from './python-words.ts';
import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from './scored-rows.ts';
import { sharedCount } from './shared-count.ts';
import { squadNormalise } from './squad-normalise.ts';

/**
 * Mean over rows of the F1 of shared words, each text normalised as SQuAD does.
 * Where one of the two has no word left, a row scores 1 if neither has, else 0 (SQuAD 2.0's script).
 */
export const scoreTokenF1 = (expected: readonly string[], answers: readonly Answer[]): ScoredRows =>
  scoredByMean(scoreEachRow(expected, answers, tokenF1));

function tokenF1(expected: string, answer: string): number {
  const wanted = pythonWords(squadNormalise(expected));
  const given = pythonWords(squadNormalise(answer));
  if (wanted.length === 0 || given.length === 0) return wanted.length === given.length ? 1 : 0;
  const shared = sharedCount(wanted, given);
  return (2 * shared) / (wanted.length + given.length);
}
