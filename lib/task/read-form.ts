import type { GoldRow } from '../../contracts/example.ts';
import type { Constraints, TaskConfig } from '../../contracts/task-config.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import type { ParseTaskAnswer } from '../prompts/parse-task.ts';
import { canonicalOutput } from '../task-output/canonical-output.ts';
import { isListed, type OutputForm } from '../task-output/output-form.ts';
import { whyNoSchema } from '../task-output/output-schema.ts';
import { parsedJson } from '../task-output/parsed-json.ts';
import { writtenList } from '../task-output/written-list.ts';
import { squeeze } from './squeeze.ts';
import { UNCONSTRAINED } from './unconstrained.ts';
import { verifiedConstraints } from './verified-constraints.ts';

/** What outputs look like, as far as the task file says it or the reading of the prompt stood up to checking. */
export interface ReadForm {
  readonly kind: TaskKind;
  readonly constraints: Constraints;
  /** The demonstrations of the prompt, their outputs in canonical form. */
  readonly demonstrations: readonly GoldRow[];
  readonly notes: readonly string[];
}

/** Constraints of the task file are all of them or none: what it says beats what is read. */
export const saysForm = ({ pattern, fromInput, maxChars }: Constraints): boolean =>
  pattern !== null || fromInput || maxChars !== null;

/** `gold` are the user's own examples that may be shown, `found` those that stand in the prompt. */
export function readForm(
  config: TaskConfig,
  gold: readonly GoldRow[],
  found: readonly GoldRow[],
  read: ParseTaskAnswer,
): ReadForm {
  const shape = config.kind === null ? openShape(config, gold, found, read) : saidShape(config.kind, config, found);
  const { kind, constraints } = shape;
  const isSettled = saysForm(config.constraints) || kind === 'labels' || kind === 'structured' || constraints.several;
  if (isSettled) return shape;
  const form = verifiedConstraints(read, gold.length > 0 ? gold : shape.demonstrations, kind);
  return {
    ...shape,
    constraints: { ...form.constraints, none: constraints.none },
    notes: [...shape.notes, ...form.notes],
  };
}

const saidShape = (kind: TaskKind, { constraints }: TaskConfig, found: readonly GoldRow[]): ReadForm => ({
  kind,
  constraints,
  demonstrations: found,
  notes: [],
});

/** The kind that was read, with what belongs to it, if every example keeps to it; else kind text. */
function openShape(
  config: TaskConfig,
  gold: readonly GoldRow[],
  found: readonly GoldRow[],
  read: ParseTaskAnswer,
): ReadForm {
  const wish = wishedShape(config, read);
  const plain = { kind: wish.kind, constraints: config.constraints, demonstrations: found, notes: wish.notes };
  const checked = canonicalRows(wish, gold.length > 0 ? gold : found);
  if (checked.broken === 0)
    return { ...plain, constraints: wish.constraints, demonstrations: gold.length > 0 ? found : checked.rows };
  // What one label may be, the examples say too.
  if (wish.kind === 'labels' && !wish.constraints.several) return plain;
  const what = `kind ${wish.kind}${wish.constraints.several ? ' with several outputs' : ''}`;
  const note = `${what} was read from the prompt, but ${checked.broken} of ${checked.all} examples are none such.`;
  return { ...plain, kind: wish.kind === 'labels' ? 'labels' : 'text', notes: [...wish.notes, note] };
}

interface WishedShape extends OutputForm {
  readonly kind: TaskKind;
  readonly notes: readonly string[];
}

function wishedShape(config: TaskConfig, read: ParseTaskAnswer): WishedShape {
  const { kind } = read;
  const labels = kind === 'labels' ? read.labels.map(({ name }) => name.trim()).filter((name) => name !== '') : null;
  const shape = { kind, labels, fields: null, constraints: config.constraints, notes: [] };
  // Rows were read as the texts that the task file says they are; a form that it gives is the whole of it.
  const isOpen = config.examples === null && config.test === null && !saysForm(config.constraints);
  if (kind === 'structured') {
    const { schema, why } = isOpen ? readSchema(read.schema) : { schema: null, why: 'the task file says otherwise' };
    return schema === null
      ? { ...shape, kind: 'text', notes: [`Outputs are read as text and not as JSON: ${why}.`] }
      : { ...shape, constraints: { ...UNCONSTRAINED, schema } };
  }
  if (kind === 'extract' && config.test !== null && config.examples === null)
    return {
      ...shape,
      kind: 'text',
      notes: ['Outputs are read as text: no example shows that they stand in their inputs.'],
    };
  if (!isOpen) return shape;
  const several = read.several === 'yes' && (kind === 'labels' || kind === 'extract');
  const none = kind === 'extract' && !several ? noneIn(config.prompt, read.none) : null;
  return { ...shape, constraints: { ...UNCONSTRAINED, several, none } };
}

/** The word for no answer, where the prompt itself says it. */
const noneIn = (prompt: string, none: string | null): string | null =>
  none !== null && none.trim() !== '' && squeeze(prompt).includes(squeeze(none)) ? none.trim() : null;

function readSchema(text: string | null): { readonly schema: Constraints['schema']; readonly why: string } {
  const value = text === null ? undefined : parsedJson(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { schema: null, why: 'no schema of it could be read from the prompt' };
  const schema = Object.fromEntries(Object.entries(value));
  const broken = whyNoSchema(schema);
  return { schema: broken === null ? schema : null, why: `the schema read from the prompt ${broken}` };
}

function canonicalRows(form: WishedShape, rows: readonly GoldRow[]) {
  const read = rows.map((row) => {
    const checked = canonicalOutput(form, row.input, isListed(form) ? writtenList(row.output) : row.output);
    return 'fault' in checked ? null : { input: row.input, output: checked.output };
  });
  const fitting = read.filter((row) => row !== null);
  return { rows: fitting, all: rows.length, broken: rows.length - fitting.length };
}
