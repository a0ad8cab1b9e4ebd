import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClock } from '../../../../lib/teacher/clock.ts';
import { createJournal } from '../../../../lib/teacher/journal.ts';
import { createPurse } from '../../../../lib/teacher/purse.ts';
import { createTally } from '../../../../lib/teacher/tally.ts';
import { createTeacher } from '../../../../lib/teacher/create-teacher.ts';
import type { TeacherRequest } from '../../../../lib/teacher/teacher.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

const ACCOUNT = {
  buildId: 'b',
  part: 'p',
  model: 'm',
  baseUrl: 'http://127.0.0.1:1/v1',
  identity: 'here',
  apiKeyEnv: null,
  price: { inputPer1M: 1, outputPer1M: 1 },
};
const request = (sample: number): TeacherRequest<string> => ({
  prompt: { name: 'label-input', messages: [{ role: 'user', content: 'What is it?' }], schema: { type: 'object' } },
  temperature: 0,
  maxOutputTokens: 10,
  sample,
  retries: 0,
  check: () => ({ answer: 'it' }),
});
const answer = () =>
  Response.json({
    choices: [{ message: { content: '{}' }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 5, completion_tokens: 5 },
  });

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ask-'));
});
afterAll(async () => await rm(folder, { recursive: true }));

/** Replies to all of `asked`, by a teacher that has `paid` of them in its journal and not a call more in its purse. */
async function repliesTo(asked: number, paid: number): Promise<readonly string[]> {
  const clock = createClock(Date.now);
  const journal = createJournal({ store: createMemoryStore(), folder: join(folder, `${asked}-${paid}`), clock });
  const pace = { first: 64, most: 64 };
  const teacher = createTeacher({ journal, clock, keys: () => null, pace, fetch: async () => answer() });
  const purse = createPurse({ usd: null, tokens: null, calls: paid });
  const ask = async (count: number) => {
    const kinds: string[] = [];
    const requests = Array.from({ length: count }, (_, sample) => request(sample));
    const parts = { purse, tally: createTally(), signal: new AbortController().signal };
    for await (const reply of teacher.ask(ACCOUNT, 'family', requests, parts))
      kinds.push('answer' in reply ? 'answer' : 'unfunded' in reply ? 'unfunded' : 'other');
    return kinds.toSorted();
  };
  try {
    await ask(paid);
    return await ask(asked);
  } finally {
    await teacher.close();
  }
}

describe('asking with little or no money', () => {
  const sizes = [1, 2, 3, 5, 8, 13, 30, 63];
  const cases = sizes.flatMap((asked) =>
    [0, 1, 2, 3, 7].filter((paid) => paid <= asked).map((paid) => ({ asked, paid })),
  );
  it.each(cases)('ends, with a reply to each of $asked, where $paid are paid for', async ({ asked, paid }) => {
    const unfunded = Array.from({ length: asked - paid }, () => 'unfunded');
    expect(await repliesTo(asked, paid)).toEqual([...Array.from({ length: paid }, () => 'answer'), ...unfunded]);
  });
});
