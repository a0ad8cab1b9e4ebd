import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { canonicalJson } from '../store/canonical-json.ts';

type JsonSchema = Readonly<Record<string, unknown>>;

/** Why a schema cannot be that of a structured output, in words for the person who wrote it; null where it can. */
export function whyNoSchema(schema: JsonSchema): string | null {
  if (schema['type'] !== 'object') return 'must describe an object: its own "type" is "object"';
  try {
    compiled(schema);
    return null;
  } catch (error) {
    // The compiler says in its message what it does not understand.
    if (!(error instanceof Error)) throw error;
    return `is no JSON Schema of draft 2020-12: ${error.message.replace(/^strict mode: /, '')}`;
  }
}

/** What a value has against it by a schema that is sound: where, and what it must be; null where it fits. */
export function schemaViolation(schema: JsonSchema, value: unknown): string | null {
  const validate = compiled(schema);
  if (validate(value)) return null;
  const [first] = validate.errors ?? [];
  if (first === undefined) throw new Error('a value was refused by a schema without a reason');
  const extra: unknown = first.params['additionalProperty'] ?? first.params['unevaluatedProperty'];
  const named = typeof extra === 'string' ? ` ("${extra}")` : '';
  return `${first.instancePath === '' ? 'it' : first.instancePath} ${first.message ?? first.keyword}${named}`;
}

/** A worker builds a few tasks side by side; each has one schema. */
const KEPT = 64;
const validators = new Map<string, ValidateFunction>();

/** @throws Error for what is no schema, or refers to one that is not at hand: none is ever fetched */
function compiled(schema: JsonSchema): ValidateFunction {
  const name = canonicalJson(schema);
  const known = validators.get(name);
  if (known !== undefined) return known;
  // `format` is an annotation in this draft. A keyword that is not known is a slip of the pen.
  const ajv = new Ajv2020({
    strict: true,
    strictTypes: false,
    strictTuples: false,
    validateFormats: false,
    logger: false,
  });
  const validate = ajv.compile(schema);
  if (validators.size >= KEPT) validators.clear();
  validators.set(name, validate);
  return validate;
}
