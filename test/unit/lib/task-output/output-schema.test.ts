import { expect, it } from 'vitest';
import { schemaViolation, whyNoSchema } from '../../../../lib/task-output/output-schema.ts';

it('takes a schema of an object, with formats as remarks and definitions of its own', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { day: { type: 'string', format: 'date' }, next: { $ref: '#/$defs/step' } },
    $defs: { step: { type: ['integer', 'null'] } },
  };
  expect(whyNoSchema(schema)).toBeNull();
  expect(schemaViolation(schema, { day: 'no date', next: null })).toBeNull();
  expect(schemaViolation(schema, { next: 'x' })).toBe('/next must be integer,null');
});

it.each([
  [{}, 'must describe an object'],
  [{ type: 'array', items: {} }, 'must describe an object'],
  [{ type: 'object', requird: ['a'] }, 'unknown keyword: "requird"'],
  [{ type: 'object', properties: { a: { type: 'text' } } }, '/properties/a/type'],
  [{ type: 'object', properties: { a: { $ref: 'https://example.org/a.json' } } }, "can't resolve reference"],
  [{ type: 'object', $schema: 'http://json-schema.org/draft-07/schema#' }, 'no schema with key or ref'],
])('says why %j is none', (schema, why) => {
  expect(whyNoSchema(schema)).toContain(why);
});
