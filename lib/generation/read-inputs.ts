import { z } from 'zod';
import { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { rowId } from '../dataset/row-id.ts';

const Answer = z.object({ inputs: z.array(TaskInput) });

/** Longer inputs than this no student here can read; they would only cost labels. */
const MAX_CHARS = 20_000;

/**
 * The usable inputs in a `write-inputs` answer: of the task's shape, not empty, and none of the demonstrations; as they
 * were written, white space too: a label is asked for that very text. Rejected as
 * a whole only where none is left, since the rest of the list is paid for.
 */
export function readInputs(
  spec: TaskSpec,
  json: unknown,
): { readonly answer: readonly TaskInput[] } | { readonly rejected: string } {
  const parsed = Answer.safeParse(json);
  if (!parsed.success) return { rejected: 'off-schema' };
  const shown = new Set(spec.demonstrations.map((row) => rowId(row.input)));
  const usable = parsed.data.inputs.filter((input) => hasShape(spec, input) && !shown.has(rowId(trimmed(input))));
  return usable.length === 0 ? { rejected: 'no-usable-input' } : { answer: usable };
}

const trimmed = (input: TaskInput): TaskInput =>
  typeof input === 'string'
    ? input.trim()
    : Object.fromEntries(Object.entries(input).map(([field, value]) => [field, value.trim()]));

function hasShape(spec: TaskSpec, input: TaskInput): boolean {
  const values = typeof input === 'string' ? [input] : Object.values(input);
  const fits =
    spec.fields === null
      ? typeof input === 'string'
      : typeof input !== 'string' &&
        spec.fields.every((field) => field in input) &&
        values.length === spec.fields.length;
  return fits && values.some((value) => value.trim() !== '') && values.join('').length <= MAX_CHARS;
}
