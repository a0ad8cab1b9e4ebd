import { badRequest, quoted, ServerFailure } from './failure.mjs';

/** Settings of sampling, and notes to the provider: the model always gives its most likely answer, so they change nothing. */
const WITHOUT_EFFECT = new Set(
  (
    'frequency_penalty metadata parallel_tool_calls presence_penalty prompt_cache_key reasoning_effort ' +
    'safety_identifier seed service_tier store temperature top_p user verbosity'
  ).split(' '),
);

/** What this server can do with a parameter that would change the answer: the values it takes beside null. */
const TAKEN = {
  n: (value) => value === 1,
  logprobs: (value) => value === false,
  tool_choice: (value) => value === 'none',
  response_format: (value) => value?.type === 'text',
  logit_bias: (value) => typeof value === 'object' && Object.keys(value).length === 0,
  modalities: (value) => Array.isArray(value) && value.length === 1 && value[0] === 'text',
};

const NEVER = new Set('audio function_call functions prediction stop tools top_logprobs web_search_options'.split(' '));

const ROLES = new Set('assistant developer function system tool user'.split(' '));

/**
 * What of a chat completion's request matters here. The last user message is the input, every other message is
 * ignored: the task is in the weights.
 *
 * @param {Record<string, unknown>} body
 * @param {{name: string, fields: readonly string[] | null}} task
 * @returns {{input: unknown, maxTokens: number | undefined, stream: boolean, usage: boolean}} `usage`: a stream ends
 *   with it
 * @throws {ServerFailure} 404 for another model, 400 for what cannot be met
 */
export function readChat(body, task) {
  for (const [name, value] of Object.entries(body)) checkParameter(name, value);
  const { model, stream = null, stream_options: options = null } = body;
  if (typeof model !== 'string') throw wrongType('model', 'a text');
  if (model !== task.name) throw unknownModel(model, task.name);
  if (stream !== null && typeof stream !== 'boolean') throw wrongType('stream', 'true or false');
  if (options !== null && (typeof options !== 'object' || stream !== true)) {
    throw badRequest('stream_options goes with "stream": true.', { param: 'stream_options' });
  }
  const input = inputOf(lastUserText(body.messages), task.fields);
  return { input, maxTokens: maxTokensOf(body), stream: stream === true, usage: options?.include_usage === true };
}

const READ = new Set('model messages stream stream_options max_tokens max_completion_tokens'.split(' '));

function checkParameter(name, value) {
  if (
    READ.has(name) ||
    WITHOUT_EFFECT.has(name) ||
    (value === null && (NEVER.has(name) || Object.hasOwn(TAKEN, name)))
  ) {
    return;
  }
  if (Object.hasOwn(TAKEN, name) && TAKEN[name](value)) return;
  const known = NEVER.has(name) || Object.hasOwn(TAKEN, name);
  throw known
    ? badRequest(`This model does one task and cannot do what ${name} asks for: leave it out.`, {
        code: 'unsupported_parameter',
        param: name,
      })
    : badRequest(`There is no parameter ${quoted(name)}.`, { code: 'unknown_parameter' });
}

function unknownModel(model, name) {
  return new ServerFailure(404, `There is no model ${quoted(model)}; this server has ${quoted(name)}.`, {
    code: 'model_not_found',
    param: 'model',
  });
}

function maxTokensOf(body) {
  for (const name of ['max_completion_tokens', 'max_tokens']) {
    const value = body[name] ?? null;
    if (value !== null && !(Number.isSafeInteger(value) && value >= 1)) throw wrongType(name, 'a whole number from 1');
  }
  return body.max_completion_tokens ?? body.max_tokens ?? undefined;
}

function lastUserText(messages) {
  if (!Array.isArray(messages)) throw wrongType('messages', 'a list of messages');
  const bad = messages.findIndex((message) => typeof message !== 'object' || !ROLES.has(message?.role));
  if (bad >= 0) throw badRequest(`messages[${bad}] is no message with a known role.`, { param: `messages[${bad}]` });
  const at = messages.findLastIndex(({ role }) => role === 'user');
  if (at < 0) throw badRequest('There is no user message: the last one is the input.', { param: 'messages' });
  return textOf(messages[at].content, `messages[${at}].content`);
}

/** A text, or parts of text one after the other. */
function textOf(content, param) {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content) || content.length === 0) throw wrongType(param, 'a text or a list of parts');
  const other = content.findIndex((part) => part?.type !== 'text' || typeof part.text !== 'string');
  if (other < 0) return content.map(({ text }) => text).join('');
  throw badRequest(`${param}[${other}] is no part of text: this model reads nothing else.`, { param });
}

function inputOf(text, fields) {
  if (fields === null) return text;
  try {
    return JSON.parse(text);
  } catch (cause) {
    const example = JSON.stringify(Object.fromEntries(fields.map((field) => [field, '...'])));
    throw badRequest(`This model's input has fields: the last user message is JSON such as ${example}.`, {
      code: 'invalid_input',
      param: 'messages',
      cause,
    });
  }
}

const wrongType = (param, wanted) => badRequest(`${param} is not ${wanted}.`, { code: 'invalid_type', param });
