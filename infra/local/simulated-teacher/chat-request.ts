import { z } from 'zod';

const Content = z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() }))]);

/** What the simulated teacher reads of a body sent to `/v1/chat/completions`; the rest is let pass. */
export const ChatRequest = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: Content })).min(1),
  temperature: z.number().nullish(),
  seed: z.number().nullish(),
  /** Answers wanted; each is drawn on its own. */
  n: z.int().min(1).max(16).nullish(),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ name: z.string(), schema: z.record(z.string(), z.unknown()).optional() }).optional(),
    })
    .nullish(),
});
export type ChatRequest = z.infer<typeof ChatRequest>;

/** The text of each message, in order. */
export const textsOf = (request: ChatRequest): readonly string[] =>
  request.messages.map(({ content }) =>
    typeof content === 'string' ? content : content.map((part) => part.text ?? '').join('\n'),
  );

/** All that an answer depends on beside the server's own seed. */
export const fingerprintOf = (request: ChatRequest): string =>
  JSON.stringify([request.model, request.messages, request.temperature ?? null, request.seed ?? null]);
