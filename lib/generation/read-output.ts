import { z } from 'zod';
import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { violatedConstraint } from '../task/violated-constraint.ts';

const Answer = z.object({ output: z.string() });

/** The output in a `label-input` answer if it keeps the task's constraints, else the constraint it breaks. Costs nothing, so it comes before anything clever. */
export function readOutput(
  spec: TaskSpec,
  input: TaskInput,
  json: unknown,
): { readonly answer: string } | { readonly rejected: string } {
  const parsed = Answer.safeParse(json);
  if (!parsed.success) return { rejected: 'off-schema' };
  const output = parsed.data.output.trim();
  const broken = brokenConstraint(spec, input, output);
  return broken === null ? { answer: output } : { rejected: broken };
}

/** Name of the constraint that an output breaks; null where it keeps them all. */
function brokenConstraint(spec: TaskSpec, input: TaskInput, output: string): string | null {
  if (output === '') return 'empty';
  if (spec.labels !== null && !spec.labels.some((label) => label.name === output)) return 'not-in-labels';
  const violated = violatedConstraint(spec.constraints, input, output);
  return violated === null ? null : REASONS[violated];
}

const REASONS = { pattern: 'off-pattern', fromInput: 'not-in-input', maxChars: 'too-long' } as const;
