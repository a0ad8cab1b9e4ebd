import { parsedJson } from '../task-output/parsed-json.ts';
import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from './scored-rows.ts';

/** Share of rows whose answer is a JSON object at all, right or wrong. */
export const scoreJsonValidity = (expected: readonly string[], answers: readonly Answer[]): ScoredRows =>
  scoredByMean(scoreEachRow(expected, answers, (_, answer) => (isObject(parsedJson(answer)) ? 1 : 0)));

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
