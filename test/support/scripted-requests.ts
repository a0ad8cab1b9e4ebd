import { z } from 'zod';
import type { Teacher, TeacherAccount, TeacherReply, TeacherRequest } from '../../lib/teacher/teacher.ts';

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['output'],
  properties: { output: { type: 'string' } },
} as const;
const Answer = z.object({ output: z.string() });

/** A question about one row; its answer is `{"output": ...}`. */
export const requestFor = (row: string, settings: Partial<TeacherRequest<string>> = {}): TeacherRequest<string> => ({
  prompt: {
    name: 'label-input',
    messages: [
      { role: 'system', content: 'Name the label.' },
      { role: 'user', content: row },
    ],
    schema: SCHEMA,
  },
  temperature: 1,
  maxOutputTokens: 50,
  sample: 0,
  retries: 3,
  check: (json) => ({ answer: Answer.parse(json).output }),
  ...settings,
});

export const requestsFor = (rows: number, settings: Partial<TeacherRequest<string>> = {}): TeacherRequest<string>[] =>
  Array.from({ length: rows }, (_, row) => requestFor(`row ${row}`, settings));

export const accountAt = (baseUrl: string, settings: Partial<TeacherAccount> = {}): TeacherAccount => ({
  baseUrl,
  identity: 'endpoint',
  model: 'model',
  apiKeyEnv: null,
  price: { inputPer1M: 1, outputPer1M: 10 },
  buildId: 'build',
  part: 'part',
  ...settings,
});

/** All replies, in the order of their requests. */
export async function repliesOf(
  teacher: Teacher,
  account: TeacherAccount,
  requests: readonly TeacherRequest<string>[],
  work: Parameters<Teacher['ask']>[3],
): Promise<TeacherReply<string>[]> {
  const replies: TeacherReply<string>[] = [];
  for await (const reply of teacher.ask(account, 'family', requests, work)) replies.push(reply);
  return replies.toSorted((a, b) => a.index - b.index);
}
