import { expect, it } from 'vitest';
import { fieldAccuracy, scoreFieldAccuracy } from '../../../../lib/metrics/field-accuracy.ts';
import { scoreJsonValidity } from '../../../../lib/metrics/json-validity.ts';

it.each([
  ['{"a":1,"b":{"c":"x","d":null}}', '{"b":{"d":null,"c":"x"},"a":1}', 1],
  ['{"a":1,"b":{"c":"x","d":null}}', '{"a":1,"b":{"c":"y","d":null}}', 2 / 3],
  // b is missing, c is one too many: one of three.
  ['{"a":1,"b":2}', '{"a":1,"c":2}', 1 / 3],
  // A value of another type, a place of another depth.
  ['{"a":1}', '{"a":"1"}', 0],
  ['{"a":[]}', '{"a":{}}', 0],
  ['{"a":[]}', '{"a":[1]}', 0],
  ['{"a":["x","y"]}', '{"a":["x","z","w"]}', 1 / 3],
  ['{"a":["x"]}', '{"a":{"0":"x"}}', 0],
  ['{}', '{}', 1],
  ['{"a":1}', 'no JSON', 0],
])('%s against %s is %d', (expected, answer, value) => {
  expect(fieldAccuracy(expected, answer)).toBeCloseTo(value, 12);
});

it('is the mean over rows, and an answer that is none has no field right', () => {
  expect(scoreFieldAccuracy(['{"a":1}', '{"a":1}'], ['{"a":1}', null]).value()).toBe(0.5);
});

it('counts as valid what is an object, right or wrong', () => {
  expect(scoreJsonValidity(['{}', '{}', '{}', '{}'], ['{"a":1}', '[1]', '{"a":', null]).perRow).toEqual([1, 0, 0, 0]);
});
