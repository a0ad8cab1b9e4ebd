import { isListed, type OutputForm } from '../task-output/output-form.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** JSON Schema of `output` in a `label-input` answer, in the subset that endpoints guarantee. */
export function answerSchema(form: OutputForm): JsonSchema {
  const { kind, labels, constraints } = form;
  const one = labels === null ? { type: 'string' } : { type: 'string', enum: labels };
  if (isListed(form)) return { type: 'array', items: one };
  if (kind !== 'structured' || constraints.schema === null) return one;
  return guaranteed(constraints.schema) ?? { type: 'string' };
}

/** Whether an answer holds the output as JSON in a text: the user's schema is outside of what endpoints guarantee. */
export const isJsonInText = ({ kind, constraints }: OutputForm): boolean =>
  kind === 'structured' && (constraints.schema === null || guaranteed(constraints.schema) === null);

/** Keywords that every endpoint with structured outputs knows, whose values are no schemas. */
const PLAIN = ['enum', 'const', 'description'] as const;
/** Keywords that narrow what fits or explain it: left out of what is sent, since answers are checked by the whole schema. */
const REMARKS = ['$schema', '$id', '$comment', 'title', 'default', 'examples', 'format'] as const;
const TEXT_LIMITS = ['pattern', 'minLength', 'maxLength'] as const;
const NUMBER_LIMITS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'] as const;
const LIST_LIMITS = ['minItems', 'maxItems', 'uniqueItems'] as const;
const SPARED = new Set<string>([...REMARKS, ...TEXT_LIMITS, ...NUMBER_LIMITS, ...LIST_LIMITS]);
const KNOWN = new Set<string>([...PLAIN, 'type', 'properties', 'required', 'additionalProperties', 'items', 'anyOf']);

/**
 * The schema as strict structured outputs want it: of each object all properties required and no others. Null where
 * that would refuse what the schema allows (an optional property), or where it says more than the subset can.
 * @see https://platform.openai.com/docs/guides/structured-outputs, "Supported schemas"
 */
function guaranteed(schema: JsonSchema): JsonSchema | null {
  if (!('type' in schema) && !('anyOf' in schema)) return null;
  if (Object.keys(schema).some((key) => !KNOWN.has(key) && !SPARED.has(key))) return null;
  const plain = Object.fromEntries(PLAIN.filter((key) => key in schema).map((key) => [key, schema[key]]));
  const parts = [objectPart(schema), listPart(schema), choicePart(schema)];
  if (parts.includes(null)) return null;
  return Object.assign({}, ...('type' in schema ? [{ type: schema['type'] }] : []), plain, ...parts);
}

const mayBe = ({ type }: JsonSchema, what: string): boolean =>
  type === what || (Array.isArray(type) && type.includes(what));

function objectPart(schema: JsonSchema): JsonSchema | null {
  if (!mayBe(schema, 'object')) return {};
  const { properties, required, additionalProperties = false } = schema;
  if (!isSchema(properties) || additionalProperties !== false) return null;
  const names = Object.keys(properties);
  if (!Array.isArray(required) || names.some((name) => !required.includes(name))) return null;
  const inside = Object.entries(properties).map(([name, held]) => [name, partOf(held)] as const);
  if (inside.some(([, held]) => held === null)) return null;
  return { properties: Object.fromEntries(inside), required: names, additionalProperties: false };
}

function listPart(schema: JsonSchema): JsonSchema | null {
  if (!mayBe(schema, 'array')) return {};
  const items = partOf(schema['items']);
  return items === null ? null : { items };
}

function choicePart({ anyOf }: JsonSchema): JsonSchema | null {
  if (anyOf === undefined) return {};
  const choices = Array.isArray(anyOf) ? anyOf.map(partOf) : [null];
  return choices.includes(null) ? null : { anyOf: choices };
}

const partOf = (schema: unknown): JsonSchema | null => (isSchema(schema) ? guaranteed(schema) : null);

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
