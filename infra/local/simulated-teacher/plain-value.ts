import { z } from 'zod';

/** The part of JSON Schema that answers are asked for in. */
const Schema = z.looseObject({
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  minItems: z.number().optional(),
  minimum: z.number().optional(),
});

/** An object with a plain value for each property. */
export const plainObject = (properties: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, plainValue(schema)]));

/** The plainest value that a JSON schema allows: first alternatives, empty texts, as few items as may be. */
function plainValue(schema: unknown): unknown {
  const parsed = Schema.parse(schema ?? {});
  if (parsed.const !== undefined) return parsed.const;
  const [first] = parsed.enum ?? [];
  if (first !== undefined) return first;
  const [alternative] = parsed.anyOf ?? [];
  if (alternative !== undefined) return plainValue(alternative);
  const [type] = [parsed.type ?? []].flat();
  if (type === 'object') return plainObject(parsed.properties);
  if (type === 'array') return Array.from({ length: parsed.minItems ?? 0 }, () => plainValue(parsed.items));
  if (type === 'number' || type === 'integer') return parsed.minimum ?? 0;
  if (type === 'boolean') return false;
  return type === 'null' ? null : '';
}
