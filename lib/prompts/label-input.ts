import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { inputText } from '../task-input/input-text.ts';
import type { ChatMessage, Prompt } from '../teacher/teacher.ts';

export const LABEL_INPUT_VERSION = '1';

/**
 * Asks for the answer to one input: what a user would send to the large model instead of using the student. The input
 * stands verbatim and alone in the last message; demonstrations are earlier turns.
 */
export function labelInputPrompt(spec: TaskSpec, input: TaskInput): Prompt {
  const turns = spec.demonstrations.flatMap((row): readonly ChatMessage[] => [
    { role: 'user', content: inputText(row.input, spec.fields) },
    { role: 'assistant', content: JSON.stringify({ output: row.output }) },
  ]);
  return {
    name: 'label-input',
    messages: [
      { role: 'system', content: instruction(spec) },
      ...turns,
      { role: 'user', content: inputText(input, spec.fields) },
    ],
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['output'],
      properties: {
        output:
          spec.labels === null ? { type: 'string' } : { type: 'string', enum: spec.labels.map((label) => label.name) },
      },
    },
  };
}

function instruction(spec: TaskSpec): string {
  const { pattern, fromInput, maxChars } = spec.constraints;
  return [
    spec.instruction,
    ...(spec.labels === null ? [] : [`The labels:\n${spec.labels.map(labelLine).join('\n')}`]),
    ...(pattern === null ? [] : [`The output matches the regular expression ${pattern}`]),
    ...(fromInput ? ['The output stands in the input word for word.'] : []),
    ...(maxChars === null ? [] : [`The output has at most ${maxChars} characters.`]),
    'Answer with a JSON object {"output": "..."} and nothing else.',
  ].join('\n\n');
}

const labelLine = (label: { readonly name: string; readonly description: string | null }) =>
  label.description ? `- ${label.name}: ${label.description}` : `- ${label.name}`;
