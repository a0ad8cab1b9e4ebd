import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import { createRandom } from '../../../lib/statistics/random.ts';
import { createFakeEndpoint, type FakeEndpoint, type ReceivedCall, type Service } from '../../support/fake-endpoint.ts';
import {
  runCommand,
  startWorkerProcess,
  type TestEnvironment,
  type WorkerProcess,
} from '../../support/worker-processes.ts';

const temporal = inject('temporal');
const s3 = inject('s3');

/** US dollars per token. */
const PRICE = { input: 1e-6, output: 10e-6 };
const CAP_USD = 0.42;
/** Calls after which one of the two workers is killed. */
const KILL_AFTER = 30;

describe('two cpu workers on one build with a small cap', () => {
  let folder: string;
  let endpoint: FakeEndpoint;
  let workers: WorkerProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'p2m-budget-'));
  });
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await endpoint.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('never lets the endpoint bill more than the cap, nor a call be paid twice but those in flight, when one is killed', async () => {
    const environment: TestEnvironment = { temporal, s3, bucket: 'e2e-budget', journalDir: join(folder, 'journal') };
    await ensureBucket({ ...s3, bucket: environment.bucket, pathStyle: true });
    let inFlightAtKill: readonly string[] = [];
    const kills: Promise<void>[] = [];
    endpoint = await createFakeEndpoint((call) => {
      if (call.number === KILL_AFTER) {
        inFlightAtKill = endpoint.pending();
        for (const worker of workers.slice(1, 2)) kills.push(worker.kill());
      }
      return answer(call);
    });
    const task = await writeTask(folder, endpoint.baseUrl);
    workers = await Promise.all(
      (['workflow', 'cpu', 'cpu'] as const).map((queue) => startWorkerProcess(queue, environment)),
    );

    const done = await runCommand(['build', task, '--yes', '--json', '--out', join(folder, 'out')], environment);
    await Promise.all(kills);

    // The cap does not reach for the rows that training needs: the build ends, and says that it was the budget.
    expect(done.json).toMatchObject({ error: { kind: 'budget-reached' } });
    expect(done.exit).toBe(5);
    const usd = endpoint.bill.inputTokens * PRICE.input + endpoint.bill.outputTokens * PRICE.output;
    expect(usd).toBeLessThanOrEqual(CAP_USD);
    // It was spent, too: a cap that holds because nothing was asked proves nothing.
    expect(usd).toBeGreaterThan(CAP_USD / 3);
    expect(endpoint.received.length).toBeGreaterThan(KILL_AFTER);
    const paidAgain = [...endpoint.answered].filter(([, times]) => times > 1).map(([question]) => question);
    expect(inFlightAtKill.length).toBeGreaterThan(0);
    // Calls that had left the worker, but had not come yet when it was killed, were under way too: nobody took their answers.
    const underWay = new Set([...inFlightAtKill, ...endpoint.lost]);
    expect(paidAgain.filter((question) => !underWay.has(question))).toEqual([]);
  });
});

async function writeTask(folder: string, baseUrl: string): Promise<string> {
  const path = join(folder, 'task.yaml');
  const test = Array.from({ length: 40 }, (_, row) => ({ input: `held out ${row}`, output: row % 2 ? 'odd' : 'even' }));
  const task = {
    name: 'small-cap',
    prompt: 'Is it odd or even?',
    kind: 'labels',
    labels: ['odd', 'even'],
    test,
    teacher: { model: 'fake', baseUrl, price: { inputPer1M: 1e6 * PRICE.input, outputPer1M: 1e6 * PRICE.output } },
    generate: { rows: 120 },
    budget: { usd: CAP_USD },
  };
  await writeFile(path, JSON.stringify(task));
  return path;
}

/** An answer after 50 ms whose length is drawn between one token and the cap, whatever its text. */
function answer(call: ReceivedCall): Service {
  const random = createRandom(`${call.question}/${call.times}`);
  const cap = call.body.max_tokens ?? call.body.max_completion_tokens ?? 0;
  const prompt = JSON.stringify(call.body.messages);
  const usage = { input: Math.ceil(prompt.length / 4), output: 1 + random.int(cap) };
  const isWriting = call.body.response_format?.json_schema?.name === 'write-inputs';
  const written = Array.from({ length: 10 }, (_, index) => `number ${random.int(1e6)} of ${index}`);
  const content = JSON.stringify(isWriting ? { inputs: written } : { output: random.int(2) ? 'odd' : 'even' });
  return { content, usage, delayMs: 50 };
}
