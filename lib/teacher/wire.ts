import { z } from 'zod';
import type { Dialect } from './dialect.ts';
import { messagesJson, type Question, seedOf } from './question.ts';
import type { ChatMessage, TeacherRequest } from './teacher.ts';

/** Said where the schema cannot be sent as such. OpenAI's JSON mode refuses prompts without the word JSON. */
const INSTRUCTION =
  'Answer with one JSON object and nothing else: no words around it, no code fence. It matches this JSON Schema:';
/** Bytes that it adds to a prompt at the most, beside the schema. */
export const INSTRUCTION_BYTES = INSTRUCTION.length + 8;

/** Body of a chat completion as JSON text; what was serialised for the question's key is not serialised again. */
export function bodyOf(
  model: string,
  question: Question,
  request: TeacherRequest<unknown>,
  retry: number,
  dialect: Dialect,
): string {
  const { prompt, temperature, maxOutputTokens, sample } = request;
  const messages =
    dialect.mode === 'schema'
      ? question.messages
      : messagesJson(withInstruction(prompt.messages, question.schema.json));
  const numbers = [
    ...(dialect.dropped.includes('temperature') ? [] : [`"temperature":${temperature}`]),
    ...(dialect.dropped.includes('seed') ? [] : [`"seed":${seedOf(sample, retry)}`]),
    ...dialect.caps.map((cap) => `"${cap}":${maxOutputTokens + dialect.thinkingTokens}`),
    ...dialect.efforts.slice(0, 1).map((effort) => `"reasoning_effort":"${effort}"`),
  ];
  const parts = [
    `"model":${JSON.stringify(model)}`,
    `"messages":${messages}`,
    ...numbers,
    ...formatOf(dialect, prompt.name, question),
  ];
  return `{${parts.join(',')}}`;
}

function formatOf({ mode }: Dialect, name: string, { schema }: Question): readonly string[] {
  if (mode === 'text') return [];
  if (mode === 'json') return ['"response_format":{"type":"json_object"}'];
  const named = `{"name":${JSON.stringify(name)},"strict":true,"schema":${schema.json}}`;
  return [`"response_format":{"type":"json_schema","json_schema":${named}}`];
}

/** The instruction joins the system message, or becomes it. */
function withInstruction(messages: readonly ChatMessage[], schema: string): readonly ChatMessage[] {
  const instruction = `${INSTRUCTION}\n${schema}`;
  const [first, ...rest] = messages;
  if (first?.role !== 'system') return [{ role: 'system', content: instruction }, ...messages];
  return [{ role: 'system', content: `${first.content}\n\n${instruction}` }, ...rest];
}

const Tokens = z.int().nonnegative();

/** What is read of a chat completion. Some endpoints leave out usage, or say null where nothing is meant. */
export const Completion = z.object({
  model: z.string().nullish(),
  system_fingerprint: z.string().nullish(),
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({ content: z.string().nullish(), refusal: z.string().nullish() }),
    }),
  ),
  usage: z.object({ prompt_tokens: Tokens, completion_tokens: Tokens }).nullish(),
});
export type Completion = z.infer<typeof Completion>;
