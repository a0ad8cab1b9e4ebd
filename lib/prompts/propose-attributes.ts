import { z } from 'zod';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { Prompt } from '../teacher/teacher.ts';
import { shownExamples } from './shown-examples.ts';

export const PROPOSE_ATTRIBUTES_VERSION = '1';

/** Fewer topics hardly spread the inputs, more would leave each with a call or two. */
export const LEAST_TOPICS = 8;
const MOST_TOPICS = 20;

const Named = z.object({ name: z.string(), description: z.string() });

export const ProposeAttributesAnswer = z.object({
  topics: z.array(Named),
  lengths: z.array(z.string()),
  styles: z.array(z.string()),
  difficulties: z.array(z.string()),
});
export type ProposeAttributesAnswer = z.infer<typeof ProposeAttributesAnswer>;

const list = (items: unknown, minItems: number, maxItems: number) => ({ type: 'array', minItems, maxItems, items });

/** Asks what real inputs of a task differ in, so that invented ones can be spread over it. */
export function proposeAttributesPrompt(spec: TaskSpec): Prompt {
  const text = { type: 'string' };
  const topic = {
    type: 'object',
    additionalProperties: false,
    required: ['name', 'description'],
    properties: { name: text, description: text },
  };
  return {
    name: 'propose-attributes',
    messages: [
      { role: 'system', content: QUESTIONS.join('\n') },
      {
        role: 'user',
        content: [`The task:\n${spec.instruction}`, ...labelLines(spec), ...shownExamples(spec.demonstrations)].join(
          '\n\n',
        ),
      },
    ],
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['topics', 'lengths', 'styles', 'difficulties'],
      properties: {
        topics: list(topic, LEAST_TOPICS, MOST_TOPICS),
        lengths: list(text, 2, 5),
        styles: list(text, 3, 8),
        difficulties: list(text, 2, 6),
      },
    },
  };
}

const QUESTIONS = [
  'You are given a task. Others will write realistic inputs for it; you say what these inputs should differ in, so that together they cover what real users send.',
  `topics: ${LEAST_TOPICS} to ${MOST_TOPICS} kinds of subject that inputs are about, each with a name of one to five words and a description of one short sentence. Different from each other, together covering the task. Never a label of the task itself.`,
  'lengths: 2 to 5 lengths that inputs of this task have, each a sentence that asks for it, such as "Keep them to one short sentence."',
  'styles: 3 to 8 ways in which users write such inputs, each a sentence that asks for it, such as "Let them sound hurried, with a typing error or two."',
  'difficulties: 2 to 6 things that make an input easy or hard to answer, each a sentence that asks for it, such as "Mention a second matter that is not the main one."',
];

const labelLines = ({ labels }: TaskSpec): readonly string[] =>
  labels === null ? [] : [`The labels: ${labels.map((label) => label.name).join(', ')}`];
