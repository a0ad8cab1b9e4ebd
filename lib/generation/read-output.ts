import { z } from 'zod';
import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { canonicalOutput } from '../task-output/canonical-output.ts';
import { formOf } from '../task-output/output-form.ts';

const Answer = z.object({ output: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]) });

/**
 * The output in a `label-input` answer, in its canonical form, if it keeps the task's constraints; else which it breaks.
 * Costs nothing, so it comes before anything clever.
 */
export function readOutput(
  spec: TaskSpec,
  input: TaskInput,
  json: unknown,
): { readonly answer: string } | { readonly rejected: string } {
  const parsed = Answer.safeParse(json);
  if (!parsed.success) return { rejected: 'off-schema' };
  const checked = canonicalOutput(formOf(spec), input, cleaned(spec, parsed.data.output));
  return 'fault' in checked ? { rejected: checked.fault } : { answer: checked.output };
}

/** Without the white space and the fences that models put around what they were asked for. */
function cleaned({ kind }: TaskSpec, output: z.infer<typeof Answer>['output']): typeof output {
  if (Array.isArray(output)) return output.map((item) => item.trim()).filter((item) => item !== '');
  if (typeof output !== 'string') return output;
  return kind === 'code' ? bareCode(output) : output.trim();
}

/** The indent of the first line is part of the code. */
function bareCode(output: string): string {
  const fenced = /^\s*```[\w+-]*\n([\s\S]*?)\n?```\s*$/.exec(output)?.[1];
  return (fenced ?? output).replace(/^(?:[ \t]*\r?\n)+/, '').trimEnd();
}
