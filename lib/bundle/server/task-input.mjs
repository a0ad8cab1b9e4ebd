import { badRequest, quoted } from './failure.mjs';

/**
 * Checks one input against task.json and the limit on its length, before it takes a place in the queue.
 *
 * @param {unknown} input
 * @param {{fields: readonly string[] | null}} task
 * @param {number} maxChars in UTF-16 units; of all fields together
 * @param {string} param what the request calls it
 * @returns {string | Record<string, string>} with the fields of the task and no others
 */
export function checkedInput(input, { fields }, maxChars, param) {
  const checked = fields === null ? textOf(input, param) : recordOf(input, fields, param);
  const chars = Object.values(typeof checked === 'string' ? [checked] : checked).join('').length;
  if (chars <= maxChars) return checked;
  throw badRequest(`${param} has ${chars} characters; this server takes ${maxChars}.`, {
    code: 'string_above_max_length',
    param,
  });
}

function textOf(input, param) {
  if (typeof input === 'string') return input;
  throw badRequest(`${param} is no text.`, { code: 'invalid_type', param });
}

function recordOf(input, fields, param) {
  const example = JSON.stringify(Object.fromEntries(fields.map((field) => [field, '...'])));
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw badRequest(`${param} is no object of fields: this model takes ${example}.`, { code: 'invalid_type', param });
  }
  const missing = fields.find((field) => !Object.hasOwn(input, field) || typeof input[field] !== 'string');
  if (missing === undefined) return Object.fromEntries(fields.map((field) => [field, input[field]]));
  throw badRequest(`${param}: the field ${quoted(missing)} is missing or is no text; this model takes ${example}.`, {
    code: 'invalid_input',
    param,
  });
}

/**
 * What came of an answer whose input was longer than the model reads.
 * @throws {ServerFailure} 400 where such inputs are to be refused
 */
export function checkedAnswer(answer, { maxInputTokens }, long, param) {
  if (!answer.cut || long === 'cut') return answer;
  throw badRequest(`${param} is longer than the ${maxInputTokens} tokens that this model reads.`, {
    code: 'context_length_exceeded',
    param,
  });
}
