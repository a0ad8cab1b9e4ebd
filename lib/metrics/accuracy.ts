import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from './scored-rows.ts';

/** Share of rows whose answer is the expected label, letter for letter (`sklearn.metrics.accuracy_score`). */
export const scoreAccuracy = (expected: readonly string[], answers: readonly Answer[]): ScoredRows =>
  scoredByMean(scoreEachRow(expected, answers, (label, answer) => (label === answer ? 1 : 0)));
