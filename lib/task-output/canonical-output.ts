import type { TaskInput } from '../../contracts/example.ts';
import type { Constraints } from '../../contracts/task-config.ts';
import { canonicalJson } from '../store/canonical-json.ts';
import { nearestWord } from '../task/nearest-word.ts';
import { type ConstraintName, violatedConstraint } from '../task/violated-constraint.ts';
import { listedItems } from './listed-items.ts';
import { isListed, type OutputForm } from './output-form.ts';
import { schemaViolation } from './output-schema.ts';
import { parsedJson } from './parsed-json.ts';

/** What an output can have against it. `off-schema`: it is no text, list or object where one is wanted; `breaks-schema`: it does not keep the user's. */
export type OutputFault =
  | 'empty'
  | 'off-schema'
  | 'breaks-schema'
  | 'not-in-labels'
  | 'not-in-input'
  | 'off-pattern'
  | 'too-long';

export type CheckedOutput =
  | { readonly output: string }
  /** `message`: a sentence for the person who wrote the output. */
  | { readonly fault: OutputFault; readonly message: string };

/**
 * An output as all stages have it: one text, the same for every way of writing the same. Lists and objects may come as
 * such or as their JSON.
 *
 * - Labels: one of them, letter for letter. Several: `["a","b"]`, each once, in the order of the labels.
 * - Spans: each stands in the input, letter for letter, or is the text of `none`. Several: each once, by where it first
 *   stands in the input, of two that begin together the shorter one first.
 * - Structured: canonical JSON of an object that keeps the schema.
 * - Else the text as it is.
 *
 * `pattern` and `maxChars` hold for each item of a list.
 */
export function canonicalOutput(form: OutputForm, input: TaskInput, value: unknown): CheckedOutput {
  if (form.kind === 'structured') return structured(form.constraints, value);
  if (isListed(form)) return listed(form, input, value);
  if (typeof value !== 'string') return wrongForm(form, value);
  return checkedItem(form, input, value);
}

function structured({ schema, maxChars }: Constraints, value: unknown): CheckedOutput {
  const object = typeof value === 'string' ? parsedJson(value) : value;
  if (typeof object !== 'object' || object === null || Array.isArray(object))
    return {
      fault: typeof value === 'string' ? 'breaks-schema' : 'off-schema',
      message: 'the output must be an object, or a text that holds one as JSON',
    };
  const broken = schema === null ? null : schemaViolation(schema, object);
  if (broken !== null) return { fault: 'breaks-schema', message: `the output does not keep output.schema: ${broken}` };
  const output = canonicalJson(object);
  return maxChars !== null && output.length > maxChars ? tooLong(output, maxChars) : { output };
}

function listed(form: OutputForm, input: TaskInput, value: unknown): CheckedOutput {
  const given = typeof value === 'string' ? listedItems(value) : value;
  if (!Array.isArray(given) || !given.every((one): one is string => typeof one === 'string'))
    return {
      fault: 'off-schema',
      message: `the output must be a list of ${form.kind === 'labels' ? 'labels' : 'passages'}, since output.several is true`,
    };
  const items = [...new Set(given)];
  for (const one of items) {
    const checked = checkedItem(form, input, one);
    if ('fault' in checked) return checked;
  }
  const places = new Map(items.map((one) => [one, placeOf(form, input, one)]));
  const ordered = items.toSorted(
    (one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0) || one.length - other.length,
  );
  return { output: JSON.stringify(ordered) };
}

/** Where an item stands among the labels or in the input; the fields of an input follow each other. */
function placeOf({ kind, labels, fields }: OutputForm, input: TaskInput, item: string): number {
  if (kind === 'labels') return (labels ?? []).indexOf(item);
  const text =
    typeof input === 'string'
      ? input
      : (fields ?? Object.keys(input)).map((field) => (Object.hasOwn(input, field) ? input[field] : '')).join('\n');
  return text.indexOf(item);
}

function wrongForm({ kind }: OutputForm, value: unknown): CheckedOutput {
  const what = Array.isArray(value) ? 'a list' : 'no text';
  const advice =
    Array.isArray(value) && (kind === null || kind === 'labels' || kind === 'extract')
      ? 'say kind (labels or extract) and output.several: true'
      : 'texts alone are outputs of this task';
  return { fault: 'off-schema', message: `the output is ${what}: ${advice}` };
}

/** One label, span or text. */
function checkedItem({ kind, labels, constraints }: OutputForm, input: TaskInput, output: string): CheckedOutput {
  if (output.trim() === '') return { fault: 'empty', message: 'the output is empty' };
  if (kind === 'extract' && !constraints.several && output === constraints.none) return { output };
  if (labels !== null && !labels.includes(output)) {
    const nearest = nearestWord(output, labels);
    return {
      fault: 'not-in-labels',
      message: `"${output}" is none of the labels; the nearest is "${nearest ?? ''}"`,
    };
  }
  const wanted = kind === 'extract' ? { ...constraints, fromInput: true } : constraints;
  const violated = violatedConstraint(wanted, input, output);
  return violated === null ? { output } : violation(violated, kind, constraints, output);
}

function violation(
  name: ConstraintName,
  kind: OutputForm['kind'],
  { pattern, maxChars, none }: Constraints,
  output: string,
): CheckedOutput {
  if (name === 'maxChars') return tooLong(output, maxChars);
  if (name === 'pattern')
    return { fault: 'off-pattern', message: `the output "${output}" does not match output.pattern ${pattern}` };
  const who =
    kind === 'extract'
      ? `as kind extract demands${none === null ? '' : `, and is not "${none}"`}`
      : 'as output.fromInput demands';
  return { fault: 'not-in-input', message: `the output "${output}" does not stand in the input, ${who}` };
}

const tooLong = (output: string, maxChars: number | null): CheckedOutput => ({
  fault: 'too-long',
  message: `the output has ${output.length} characters, and output.maxChars allows ${maxChars}`,
});
