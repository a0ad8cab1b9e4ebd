import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prompt } from '../teacher/teacher.ts';

export const WRITE_INPUTS_VERSION = '1';

export interface WritingWish {
  readonly count: number;
  /** Label that the inputs should call for: a wish to the writer. What an input really is, its votes decide. */
  readonly label: { readonly name: string; readonly description: string | null } | null;
  /** Length, tone and the like, so that inputs of different calls differ. */
  readonly manner: string;
}

/** Asks for new inputs of a task, without their answers. */
export function writeInputsPrompt(spec: TaskSpec, wish: WritingWish): Prompt {
  return {
    name: 'write-inputs',
    messages: [
      {
        role: 'system',
        content: [
          'You write realistic inputs for a task, as its users would send them. You write inputs only, never the answers.',
          'The inputs of one list differ from each other in subject, wording and length. None repeats an example.',
          ...(spec.constraints.fromInput ? ['Every input must contain its own answer word for word.'] : []),
        ].join('\n'),
      },
      {
        role: 'user',
        content: [`The task:\n${spec.instruction}`, ...examples(spec), request(spec, wish)].join('\n\n'),
      },
    ],
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['inputs'],
      properties: {
        inputs: { type: 'array', minItems: wish.count, maxItems: wish.count, items: inputSchema(spec.fields) },
      },
    },
  };
}

function examples(spec: TaskSpec): readonly string[] {
  if (spec.demonstrations.length === 0) return [];
  const lines = spec.demonstrations.map(({ input, output }) => `Input: ${shown(input)}\nAnswer: ${output}`);
  return [`Examples:\n\n${lines.join('\n\n')}`];
}

function request(spec: TaskSpec, wish: WritingWish): string {
  const label = wish.label;
  const what =
    label === null
      ? ''
      : ` whose answer should be "${label.name}"${label.description ? ` (${label.description})` : ''}`;
  const shape = spec.fields === null ? '' : ` Each has the fields ${spec.fields.join(', ')}.`;
  return `Write ${wish.count} new inputs${what}. ${wish.manner}${shape}`;
}

const inputSchema = (fields: readonly string[] | null): Record<string, unknown> =>
  fields === null
    ? { type: 'string' }
    : {
        type: 'object',
        additionalProperties: false,
        required: fields,
        properties: Object.fromEntries(fields.map((field) => [field, { type: 'string' }])),
      };

const shown = (input: TaskInput) => (typeof input === 'string' ? input : JSON.stringify(input));
