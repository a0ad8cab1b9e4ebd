/** What a teacher answered, written as this model writes its own answers. */

/**
 * The `output` of a teacher's answer in the form of the task's outputs, as the build read it; undefined where it is none
 * of them. A JSON Schema is not checked but for the properties that it requires.
 *
 * @param {unknown} given
 * @param {string | Record<string, string>} input  that it answers
 * @param {{kind?: string, labels: readonly {name: string}[] | null, fields: readonly string[] | null,
 *   constraints?: object}} task
 * @returns {string | undefined}
 */
export function taskOutput(given, input, { kind, labels, fields, constraints = {} }) {
  const names = labels?.map(({ name }) => name);
  const task = { kind, names, constraints, texts: textsOf(input, fields) };
  if (kind === 'structured') return objectOutput(given, constraints);
  if (constraints.several && (kind === 'labels' || kind === 'extract')) return listOutput(given, task);
  if (typeof given !== 'string') return undefined;
  const output = kind === 'code' ? bareCode(given) : given.trim();
  return isItem(output, task) ? output : undefined;
}

/** Fields of an input follow each other. */
function textsOf(input, fields) {
  if (typeof input === 'string') return [input];
  return (fields ?? Object.keys(input)).map((field) => input[field] ?? '');
}

function objectOutput(given, { schema, maxChars }) {
  const object = typeof given === 'string' ? parsed(given) : given;
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  if (schema?.required?.some((name) => !Object.hasOwn(object, name))) return undefined;
  const output = JSON.stringify(sorted(object));
  return isShort(output, maxChars) ? output : undefined;
}

/** Keys in UTF-16 order, at every depth. */
function sorted(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const names = Object.keys(value).toSorted((one, other) => (one < other ? -1 : 1));
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}

/** Each item once: labels in their order, passages by where they first stand in the input, the shorter one first. */
function listOutput(given, task) {
  const list = typeof given === 'string' ? parsed(given) : given;
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string')) return undefined;
  const items = [...new Set(list.map((one) => one.trim()).filter((one) => one !== ''))];
  if (!items.every((one) => isItem(one, task))) return undefined;
  const text = task.texts.join('\n');
  const place = (one) => (task.kind === 'labels' ? task.names.indexOf(one) : text.indexOf(one));
  return JSON.stringify(items.toSorted((one, other) => place(one) - place(other) || one.length - other.length));
}

/** One label, passage or text that keeps the task's constraints. */
function isItem(output, { kind, names, constraints, texts }) {
  const { several, none, pattern, fromInput, maxChars } = constraints;
  if (output.trim() === '') return false;
  if (kind === 'extract' && !several && output === none) return true;
  if (names !== undefined && !names.includes(output)) return false;
  if (pattern && !new RegExp(`^(?:${pattern})$`, 'u').test(output)) return false;
  const isCited = kind === 'extract' || fromInput;
  return isShort(output, maxChars) && (!isCited || texts.some((text) => text.includes(output)));
}

const isShort = (output, maxChars) => (maxChars ?? null) === null || output.length <= maxChars;

/** The indent of the first line is part of the code. */
function bareCode(output) {
  const fenced = /^\s*```[\w+-]*\n([\s\S]*?)\n?```\s*$/.exec(output)?.[1];
  return (fenced ?? output).replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
