import { hash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../store/canonical-json.ts';
import type { ChatMessage, TeacherAccount, TeacherRequest } from './teacher.ts';

/** A request as text: what is hashed, what is sent, and what bounds its prompt tokens. */
export interface Question {
  /** JSON of `[{role, content}]`. */
  readonly messages: string;
  readonly schema: AnswerSchema;
  readonly promptBytes: number;
  readonly key: (retry: number) => string;
}

/** A JSON Schema, read once however often it is asked with. */
export interface AnswerSchema {
  readonly json: string;
  readonly canonical: string;
  readonly takes: (value: unknown) => boolean;
}

/** Raised when the same request would be asked in other words. */
const KEY_VERSION = 1;

export function questionOf(account: TeacherAccount, request: TeacherRequest<unknown>): Question {
  const { prompt, temperature, maxOutputTokens, sample } = request;
  const schema = answerSchema(prompt.schema);
  const messages = messagesJson(prompt.messages);
  const about = [KEY_VERSION, account.identity, account.model, prompt.name, temperature, maxOutputTokens, sample];
  const identity = `${JSON.stringify(about)}\n${schema.canonical}\n${messages}\n`;
  return {
    messages,
    schema,
    promptBytes:
      prompt.messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0) +
      Buffer.byteLength(schema.json),
    key: (retry) => hash('sha256', `${identity}${retry}`),
  };
}

/** As sent; the order of the properties is part of the key. */
export const messagesJson = (messages: readonly ChatMessage[]): string =>
  JSON.stringify(messages.map(({ role, content }) => ({ role, content })));

/** The wire's `seed`: another for every sample and retry, 31 bits since some endpoints take no more. */
export const seedOf = (sample: number, retry: number): number => (sample * 128 + retry) % 2 ** 31;

/** Schemas in use at once: a prompt has one per task, so that few hundred are many builds. */
const SCHEMAS = 256;
const schemas = new Map<string, AnswerSchema>();

function answerSchema(schema: Readonly<Record<string, unknown>>): AnswerSchema {
  const json = JSON.stringify(schema);
  const known = schemas.get(json);
  if (known) return known;
  const shape = z.fromJSONSchema(schema);
  const read = { json, canonical: canonicalJson(schema), takes: (value: unknown) => shape.safeParse(value).success };
  if (schemas.size >= SCHEMAS) schemas.clear();
  schemas.set(json, read);
  return read;
}
