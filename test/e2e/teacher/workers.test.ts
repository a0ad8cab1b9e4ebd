import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { PACE } from '../../../lib/teacher/pace.ts';
import {
  createFakeEndpoint,
  type FakeEndpoint,
  type ReceivedCall,
  type Completed,
} from '../../support/fake-endpoint.ts';

const Told = z.looseObject({
  answers: z.number(),
  paid: z.looseObject({ calls: z.number() }),
  charged: z.looseObject({ usd: z.number() }),
});

let folder: string;
let endpoint: FakeEndpoint;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workers-'));
});
afterEach(async () => {
  await endpoint.close();
  await rm(folder, { recursive: true });
});

interface Part {
  readonly from: number;
  readonly to: number;
  readonly usd?: number;
}

/** A worker of this host: all share one folder and one store. */
function startWorker({ from, to, usd }: Part): ChildProcess {
  const plan = {
    baseUrl: endpoint.baseUrl,
    folder: join(folder, 'journal'),
    store: join(folder, 'store'),
    from,
    to,
    usd: usd ?? null,
  };
  const file = fileURLToPath(new URL('./asking-process.ts', import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(plan)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function told(worker: ChildProcess): Promise<z.infer<typeof Told>> {
  if (!worker.stdout) throw new Error('the worker has no output');
  return Told.parse(JSON.parse(await text(worker.stdout)));
}

async function killed(worker: ChildProcess): Promise<void> {
  worker.kill('SIGKILL');
  await once(worker, 'exit');
}

const label = (call: ReceivedCall): Completed => ({
  content: JSON.stringify({ output: call.body.messages.at(-1)?.content }),
  delayMs: 30,
});

const repeated = (): number => [...endpoint.answered.values()].filter((times) => times > 1).length;

it('pays again at most for the calls in flight at the kill, and the next one finishes', async () => {
  endpoint = await createFakeEndpoint(label);
  const first = startWorker({ from: 0, to: 1000 });
  await expect.poll(() => endpoint.bill.calls, { timeout: 20_000, interval: 5 }).toBeGreaterThan(300);
  await killed(first);
  const second = await told(startWorker({ from: 0, to: 1000 }));
  expect(second.answers).toBe(1000);
  // In flight for the engine, whose window is 64: the endpoint may have answered calls that the dead one had not read.
  expect(repeated()).toBeLessThanOrEqual(PACE.most);
  // The lines that the dead one paid for are counted by the one that goes on with its work.
  expect(second.paid.calls).toBe(1000);
  expect(await readdir(join(folder, 'journal', 'family'))).toEqual([]);
});

it('keeps to one cap over a kill, the endpoint being the judge', async () => {
  let state = 11;
  endpoint = await createFakeEndpoint((call) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return { ...label(call), usage: { input: 40, output: 1 + (state % 50) } };
  });
  const each = 0.04;
  const first = startWorker({ from: 0, to: 1000, usd: each });
  await expect.poll(() => endpoint.bill.calls, { timeout: 20_000, interval: 5 }).toBeGreaterThan(50);
  await killed(first);
  await told(startWorker({ from: 0, to: 1000, usd: each }));
  const billed = (endpoint.bill.inputTokens + 10 * endpoint.bill.outputTokens) / 1e6;
  expect(billed).toBeLessThanOrEqual(2 * each);
});

it('lets two workers write to one folder at once without a repeated call', async () => {
  endpoint = await createFakeEndpoint(label);
  const both = await Promise.all([told(startWorker({ from: 0, to: 300 })), told(startWorker({ from: 300, to: 600 }))]);
  expect(both.map(({ answers }) => answers)).toEqual([300, 300]);
  expect(endpoint.bill.calls).toBe(600);
  expect(repeated()).toBe(0);
  const third = await told(startWorker({ from: 0, to: 600 }));
  expect(third.answers).toBe(600);
  expect(endpoint.bill.calls).toBe(600);
});
