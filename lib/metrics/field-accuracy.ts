import { parsedJson } from '../task-output/parsed-json.ts';
import { type Answer, type ScoredRows, scoredByMean, scoreEachRow } from './scored-rows.ts';

/**
 * Mean over rows of the share of fields that are right, of all fields that are expected or answered: one that is missing
 * and one too many count as wrong, each once. A field is a place that holds no further ones (`customer.name`,
 * `items[2]`); an empty list or object is one itself. Values are equal as JSON: 1 and "1" are not. An answer that is no
 * JSON has no field.
 */
export const scoreFieldAccuracy = (expected: readonly string[], answers: readonly Answer[]): ScoredRows =>
  scoredByMean(scoreEachRow(expected, answers, fieldAccuracy));

/** The same of two outputs, 0..1. */
export function fieldAccuracy(expected: string, answer: string): number {
  const [wanted, given] = [fieldsOf(expected), fieldsOf(answer)];
  const all = new Set([...wanted.keys(), ...given.keys()]);
  if (all.size === 0) return 0;
  const right = [...wanted].filter(([place, value]) => given.get(place) === value).length;
  return right / all.size;
}

function fieldsOf(output: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  const value = parsedJson(output);
  if (value !== undefined) collect(value, [], fields);
  return fields;
}

function collect(value: unknown, place: readonly string[], into: Map<string, string>): void {
  const inside = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (inside.length === 0) into.set(JSON.stringify(place), JSON.stringify(value));
  // A list's places and an object's keys of the same name are two things.
  const mark = Array.isArray(value) ? '#' : '.';
  for (const [key, held] of inside) collect(held, [...place, `${mark}${key}`], into);
}
