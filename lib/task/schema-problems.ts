import { z } from 'zod';
import { nearestWord } from './nearest-word.ts';

export interface SchemaProblem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** What a schema has against a value that a person wrote, in words that say how to mend it; empty where it fits. */
export function schemaProblems(schema: z.ZodType, value: unknown): readonly SchemaProblem[] {
  const parsed = schema.safeParse(value);
  if (parsed.success) return [];
  return parsed.error.issues.flatMap((issue) => explain(issue, [], schema, value));
}

type Issue = z.core.$ZodIssue;

function explain(issue: Issue, above: readonly PropertyKey[], root: z.ZodType, value: unknown): SchemaProblem[] {
  const path = [...above, ...issue.path];
  const found = valueAt(value, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, keysAt(root, path)) }));
    case 'invalid_union':
      return explainUnion(issue, path, root, value);
    case 'invalid_type':
      return [{ path, message: wrongType(issue.expected, found) }];
    case 'invalid_value': {
      const allowed = issue.values.map(String);
      return [{ path, message: `must be one of ${allowed.join(', ')}, and is ${shown(found)}` }];
    }
    case 'too_small':
      return [
        {
          path,
          message: `must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}, and is ${shown(found)}`,
        },
      ];
    case 'too_big':
      return [{ path, message: `must be at most ${issue.maximum}, and is ${shown(found)}` }];
    case 'custom':
    case 'invalid_element':
    case 'invalid_format':
    case 'invalid_key':
    case 'not_multiple_of':
      return [{ path, message: `${issue.message}, and is ${shown(found)}` }];
    default:
      return [{ path, message: 'is not understood' }];
  }
}

/** Explains a union by the one alternative that the value was meant for: the one whose objections lie deepest. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  path: readonly PropertyKey[],
  root: z.ZodType,
  value: unknown,
): SchemaProblem[] {
  const fitting = issue.errors.filter((issues) =>
    issues.every((inner) => inner.path.length > 0 || inner.code !== 'invalid_type'),
  );
  const [meant] = fitting;
  if (meant !== undefined) return meant.flatMap((inner) => explain(inner, path, root, value));
  const expected = issue.errors.flatMap((issues) =>
    issues.map((inner) => (inner.code === 'invalid_type' ? inner.expected : '')),
  );
  return [
    { path, message: wrongType([...new Set(expected)].filter((word) => word !== '').join('|'), valueAt(value, path)) },
  ];
}

const unknownKey = (key: string, known: readonly string[]): string => {
  const nearest = nearestWord(key, known);
  return nearest === null ? `unknown key "${key}"` : `unknown key "${key}"; the nearest known one is "${nearest}"`;
};

const WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function wrongType(expected: string, found: unknown): string {
  const wanted = expected
    .split('|')
    .map((word) => WORDS[word] ?? word)
    .join(' or ');
  if (found === undefined) return `is missing: must be ${wanted}`;
  const quotable = typeof found === 'number' || typeof found === 'boolean' || found === null;
  const advice = expected.includes('string') && quotable ? `: put it in quotes` : '';
  return `must be ${wanted}, and is ${shown(found)}${advice}`;
}

/** Long enough to recognise a value by. */
const SHOWN_CHARS = 60;

function shown(found: unknown): string {
  if (Array.isArray(found)) return 'a list';
  if (typeof found === 'object' && found !== null) return 'a map';
  if (found === null) return 'empty (null)';
  const text = JSON.stringify(found) ?? typeof found;
  return text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inside, key) => (typeof inside === 'object' && inside !== null ? Reflect.get(inside, key) : undefined),
    value,
  );
}

/** Keys that a schema knows at a path, its optional parts and alternatives looked through. */
function keysAt(root: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let here: readonly unknown[] = alternatives(root);
  for (const key of path) here = here.flatMap((schema) => alternatives(childOf(schema, key)));
  return here.flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));
}

function childOf(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodObject) return Reflect.get(schema.shape, key);
  return undefined;
}

function alternatives(schema: unknown): readonly unknown[] {
  if (schema instanceof z.ZodOptional) return alternatives(schema.unwrap());
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(alternatives);
  return [schema];
}
