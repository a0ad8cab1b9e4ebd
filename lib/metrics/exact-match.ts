import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from './scored-rows.ts';
import { squadNormalise } from './squad-normalise.ts';

/** Share of rows whose answer is the expected text, character for character. */
export const scoreExactMatch = (expected: readonly string[], answers: readonly Answer[]): ScoredRows =>
  scoredByMean(scoreEachRow(expected, answers, (text, answer) => (text === answer ? 1 : 0)));

/** The same after SQuAD's normalisation: case, ASCII punctuation, English articles and white space do not count. */
export const scoreNormalisedExactMatch = (expected: readonly string[], answers: readonly Answer[]): ScoredRows =>
  scoredByMean(
    scoreEachRow(expected, answers, (text, answer) => (squadNormalise(text) === squadNormalise(answer) ? 1 : 0)),
  );
