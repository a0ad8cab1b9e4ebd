import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { createClock } from '../../lib/teacher/clock.ts';
import { createTeacher } from '../../lib/teacher/create-teacher.ts';
import { createJournal } from '../../lib/teacher/journal.ts';
import { createPurse } from '../../lib/teacher/purse.ts';
import { createTally } from '../../lib/teacher/tally.ts';
import type { TeacherRequest } from '../../lib/teacher/teacher.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { measured, promptOf, WARM_UP } from './workload.ts';

/** The same calls through the engine: journal, purse, tally and pace as in a build. */
const [port, calls] = process.argv.slice(2);
const clock = createClock(Date.now);
const folder = await mkdtemp(join(tmpdir(), 'p2m-bench-'));
const teacher = createTeacher({
  journal: createJournal({ store: createMemoryStore(), folder, clock }),
  keys: () => 'bench',
  clock,
});
const baseUrl = `http://127.0.0.1:${port}/v1`;
const account = {
  baseUrl,
  identity: baseUrl,
  model: 'bench',
  apiKeyEnv: null,
  price: { inputPer1M: 0.25, outputPer1M: 2 },
  buildId: 'bench',
  part: 'bench',
};

const Answer = z.strictObject({ output: z.string() });
const requestOf = (row: number): TeacherRequest<string> => ({
  prompt: promptOf(row),
  temperature: 1,
  maxOutputTokens: 100,
  sample: 0,
  retries: 2,
  check: (json) => ({ answer: Answer.parse(json).output }),
});

async function askAll(from: number, to: number): Promise<void> {
  const requests = Array.from({ length: to - from }, (_, at) => requestOf(from + at));
  const work = {
    purse: createPurse({ usd: 1000, tokens: null, calls: null }),
    tally: createTally(),
    signal: new AbortController().signal,
  };
  let answers = 0;
  for await (const reply of teacher.ask(account, 'bench', requests, work)) if ('answer' in reply) answers += 1;
  if (answers !== requests.length) throw new Error(`${answers} answers to ${requests.length} calls`);
}

try {
  await askAll(-WARM_UP, 0);
  await measured(async () => await askAll(0, Number(calls)));
  await teacher.close();
} finally {
  await rm(folder, { recursive: true });
}
