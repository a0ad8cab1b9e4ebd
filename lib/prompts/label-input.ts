import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { inputText } from '../task-input/input-text.ts';
import { formOf, isListed, type OutputForm } from '../task-output/output-form.ts';
import { parsedJson } from '../task-output/parsed-json.ts';
import type { ChatMessage, Prompt } from '../teacher/teacher.ts';
import { answerSchema, isJsonInText } from './answer-schema.ts';

export const LABEL_INPUT_VERSION = '2';

/**
 * Asks for the answer to one input: what a user would send to the large model instead of using the student. The input
 * stands verbatim and alone in the last message; demonstrations are earlier turns.
 */
export function labelInputPrompt(spec: TaskSpec, input: TaskInput): Prompt {
  const form = formOf(spec);
  const turns = spec.demonstrations.flatMap((row): readonly ChatMessage[] => [
    { role: 'user', content: inputText(row.input, spec.fields) },
    { role: 'assistant', content: JSON.stringify({ output: asAnswered(form, row.output) }) },
  ]);
  return {
    name: 'label-input',
    messages: [
      { role: 'system', content: instruction(spec, form) },
      ...turns,
      { role: 'user', content: inputText(input, spec.fields) },
    ],
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['output'],
      properties: { output: answerSchema(form) },
    },
  };
}

/** An output as an answer holds it: a list or an object as such. */
const asAnswered = (form: OutputForm, output: string): unknown =>
  isListed(form) || (form.kind === 'structured' && !isJsonInText(form)) ? parsedJson(output) : output;

function instruction(spec: TaskSpec, form: OutputForm): string {
  const { pattern, maxChars, several, schema } = spec.constraints;
  const each = several ? 'Each of them' : 'The output';
  return [
    spec.instruction,
    ...(spec.labels === null ? [] : [`The labels:\n${spec.labels.map(labelLine).join('\n')}`]),
    ...formLines(spec),
    ...(pattern === null ? [] : [`${each} matches the regular expression ${pattern}`]),
    ...sourceLines(spec),
    ...(maxChars === null ? [] : [`${each} has at most ${maxChars} characters.`]),
    ...(schema === null ? [] : [`The output is a JSON object that keeps this JSON Schema:\n${JSON.stringify(schema)}`]),
    `Answer with a JSON object ${envelope(form)} and nothing else.`,
  ].join('\n\n');
}

const labelLine = (label: { readonly name: string; readonly description: string | null }) =>
  label.description ? `- ${label.name}: ${label.description}` : `- ${label.name}`;

function formLines({ kind, constraints: { several, ordered } }: TaskSpec): readonly string[] {
  if (kind === 'labels' && several) return ['The output is the list of all labels that apply; empty where none does.'];
  if (kind === 'labels' && ordered) return ['The labels are the steps of a scale, in this order.'];
  if (kind === 'code') return ['The output is the code alone, without a fence or a word around it.'];
  return [];
}

/** Whether outputs stand in the input: spans do, though nobody says so. */
function sourceLines({ kind, constraints: { several, none, fromInput } }: TaskSpec): readonly string[] {
  if (kind !== 'extract') return fromInput ? ['The output stands in the input word for word.'] : [];
  if (several) {
    return [
      'The output is the list of all such passages, in the order of the input; empty where there is none. ' +
        'Each stands in the input word for word.',
    ];
  }
  const otherwise = none === null ? '' : `; where the input holds none, the output is ${JSON.stringify(none)}`;
  return [`The output is a passage that stands in the input word for word${otherwise}.`];
}

function envelope(form: OutputForm): string {
  if (isListed(form)) return '{"output": ["...", "..."]}';
  if (form.kind === 'structured') return isJsonInText(form) ? '{"output": "{...}"}' : '{"output": {...}}';
  return '{"output": "..."}';
}
