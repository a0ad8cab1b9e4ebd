import { z } from 'zod';
import { createClock } from '../../../lib/teacher/clock.ts';
import { createTeacher } from '../../../lib/teacher/create-teacher.ts';
import { createJournal } from '../../../lib/teacher/journal.ts';
import { createPurse } from '../../../lib/teacher/purse.ts';
import { createTally } from '../../../lib/teacher/tally.ts';
import { accountAt, requestsFor } from '../../support/scripted-requests.ts';
import { createFolderStore } from './folder-store.ts';

/** A worker's part of a build, in a process that can be killed: asks for rows `from` to `to`, prints what came of it. */
const Plan = z.strictObject({
  baseUrl: z.string(),
  folder: z.string(),
  store: z.string(),
  from: z.number(),
  to: z.number(),
  usd: z.number().nullable(),
});

const plan = Plan.parse(JSON.parse(process.argv[2] ?? ''));
const clock = createClock(Date.now);
const journal = createJournal({ store: createFolderStore(plan.store), folder: plan.folder, clock });
const teacher = createTeacher({ journal, keys: () => null, clock });
const purse = createPurse({ usd: plan.usd, tokens: null, calls: null });
const tally = createTally();
const requests = requestsFor(plan.to).slice(plan.from);
const work = { purse, tally, signal: new AbortController().signal };
let answers = 0;
for await (const reply of teacher.ask(accountAt(plan.baseUrl), 'family', requests, work)) {
  if ('answer' in reply) answers += 1;
}
await teacher.close();
process.stdout.write(`${JSON.stringify({ answers, ...tally.spending(purse.charged()) })}\n`);
