import { MOST_ROWS } from './predict-rows.mjs';

/**
 * OpenAPI 3.1 of the server, with the fields and labels of this model.
 *
 * @param {{name: string, instruction: string, fields: readonly string[] | null,
 *   labels: readonly {name: string}[] | null}} task
 * @param {{maxChars: number, queue: number}} limits
 * @param {{locked: boolean, abstains: boolean, cascades: boolean}} asks whether a key is needed, the model abstains, and
 *   a teacher is then asked
 */
export const openApi = (task, limits, { locked, ...asks }) => ({
  openapi: '3.1.0',
  info: { title: task.name, version: '1', description: task.instruction },
  ...(locked ? { security: [{ key: [] }] } : {}),
  paths: {
    '/predict': { post: predictOperation(limits) },
    '/v1/chat/completions': { post: chatOperation(task) },
    '/v1/models': { get: operation('The one model, as OpenAI lists models', object({ data: { type: 'array' } })) },
    '/health': {
      get: { ...operation('Whether it answers; 503 while it stops', object({ status: TEXT })), security: [] },
    },
    '/metrics': { get: plainOperation('Counts for Prometheus') },
    '/openapi.json': { get: operation('This description', { type: 'object' }) },
  },
  components: {
    schemas: { Input: inputSchema(task, limits), Answer: answerSchema(task, asks), Error: ERROR },
    ...(locked ? { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } } : {}),
  },
});

const TEXT = { type: 'string' };
const COUNT = { type: 'integer', minimum: 0 };
const NULL = { type: 'null' };
const INPUT = { $ref: '#/components/schemas/Input' };
const ANSWER = { $ref: '#/components/schemas/Answer' };

const object = (properties, required = Object.keys(properties)) => ({ type: 'object', properties, required });

const ERROR = object({
  error: object({
    message: TEXT,
    type: TEXT,
    param: { type: ['string', 'null'] },
    code: { type: ['string', 'null'] },
  }),
});

function inputSchema({ fields }, { maxChars }) {
  if (fields === null) return { ...TEXT, maxLength: maxChars };
  return object(Object.fromEntries(fields.map((field) => [field, TEXT])));
}

function answerSchema({ labels, constraints, confidence }, { abstains, cascades }) {
  const names = labels?.map(({ name }) => name);
  const score = { type: 'number', minimum: 0, maximum: 1 };
  return object({
    output: outputSchema(names, constraints),
    ...standingSchema(confidence, { abstains, cascades }),
    scores:
      names === undefined ? NULL : orNull(object(Object.fromEntries(names.map((name) => [name, score]))), cascades),
    input_tokens: COUNT,
    output_tokens: COUNT,
    input_cut: { type: 'boolean', description: 'The input was longer than the model reads; its end was left out.' },
    ms: { type: 'number', description: 'Milliseconds of the prediction, waiting not included.' },
  });
}

/** The teacher gives no scores. */
const orNull = (schema, mayBeNull) => (mayBeNull ? { oneOf: [schema, NULL] } : schema);

const REASON = { enum: ['unsure', 'unfamiliar', null] };

function standingSchema(fitted, { abstains, cascades }) {
  const sure = fitted === undefined ? NULL : { type: ['number', 'null'], minimum: 0, maximum: 1 };
  return {
    confidence: { ...sure, description: meaningOf(fitted) },
    ...(abstains ? { abstained: { type: 'boolean' }, reason: REASON } : {}),
    ...(cascades ? { answered_by: { enum: ['student', 'teacher'] } } : {}),
  };
}

function meaningOf({ of, counted } = {}) {
  if (of === undefined) return 'This model does not tell how sure it is.';
  const who = of === 'accuracy' ? 'what is right' : 'what the teacher says';
  if (counted !== undefined && counted !== 'whole')
    return `The ${counted} to be expected of the output against ${who}.`;
  return `Probability that ${counted === 'whole' ? 'all of the output' : 'the output'} is ${who}.`;
}

function outputSchema(names, { several }) {
  if (names === undefined) return TEXT;
  if (!several) return { ...TEXT, enum: names };
  const list = { type: 'array', items: { enum: names }, uniqueItems: true };
  return { ...TEXT, contentMediaType: 'application/json', contentSchema: list };
}

function predictOperation({ queue }) {
  const inputs = { type: 'array', items: INPUT, minItems: 1, maxItems: Math.min(MOST_ROWS, queue) };
  return {
    ...operation('Answers one input, or several in their order', {
      oneOf: [ANSWER, object({ answers: { type: 'array', items: ANSWER } })],
    }),
    requestBody: bodyOf({ oneOf: [object({ input: INPUT }), object({ inputs })] }),
  };
}

function chatOperation({ name, fields }) {
  const input = fields === null ? 'the input' : 'the input, as JSON text of an object of its fields';
  const description = `The last user message is ${input}; all other messages are ignored.`;
  const message = object({ role: TEXT, content: { type: ['string', 'array', 'null'] } }, ['role']);
  return {
    ...operation('OpenAI chat completion', { type: 'object' }),
    description,
    requestBody: bodyOf(
      object(
        {
          model: { const: name },
          messages: { type: 'array', items: message, minItems: 1 },
          stream: { type: ['boolean', 'null'] },
          max_completion_tokens: { type: ['integer', 'null'], minimum: 1 },
        },
        ['model', 'messages'],
      ),
    ),
  };
}

const bodyOf = (schema) => ({ required: true, content: { 'application/json': { schema } } });

const operation = (summary, schema) => ({
  summary,
  responses: {
    200: { description: 'done', content: { 'application/json': { schema } } },
    default: {
      description: 'refused: 400, 401, 404, 413, 415, or 429 with Retry-After while too many inputs wait',
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    },
  },
});

const plainOperation = (summary) => ({
  summary,
  responses: { 200: { description: 'done', content: { 'text/plain': { schema: TEXT } } } },
});
