import { z } from 'zod';
import type { Prompt } from '../teacher/teacher.ts';

export const PARSE_TASK_VERSION = '1';

/** What the teacher reads from a bare prompt. Nothing here is taken on trust: demonstrations must stand in the prompt word for word. */
export const ParseTaskAnswer = z.object({
  kind: z.enum(['text', 'labels']),
  labels: z.array(z.object({ name: z.string(), description: z.string() })),
  demonstrations: z.array(z.object({ input: z.string(), output: z.string() })),
});
export type ParseTaskAnswer = z.infer<typeof ParseTaskAnswer>;

/** Asks what a prompt wants: a label from a closed list, or a text; and which examples the prompt itself gives. */
export function parseTaskPrompt(prompt: string): Prompt {
  return {
    name: 'parse-task',
    messages: [
      {
        role: 'system',
        content: [
          'You read a prompt that somebody would send to a large language model together with one input, and say what it asks for.',
          'kind: "labels" if every answer must be one of a closed list of labels that follows from the prompt; "text" otherwise.',
          'labels: for kind "labels" all of them, spelled as the prompt spells them, each with a description of one sentence (may be empty). For kind "text" an empty list.',
          'demonstrations: the examples of an input with its answer that stand in the prompt, copied letter by letter. Never invent any. Often there are none.',
        ].join('\n'),
      },
      { role: 'user', content: prompt },
    ],
    schema: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'labels', 'demonstrations'],
      properties: {
        kind: { type: 'string', enum: ['text', 'labels'] },
        labels: listOf({ name: { type: 'string' }, description: { type: 'string' } }),
        demonstrations: listOf({ input: { type: 'string' }, output: { type: 'string' } }),
      },
    },
  };
}

const listOf = (properties: Record<string, unknown>) => ({
  type: 'array',
  items: { type: 'object', additionalProperties: false, required: Object.keys(properties), properties },
});
