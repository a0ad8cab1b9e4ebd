import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { z } from 'zod';
import { ensureBucket } from '../../../lib/store/ensure-bucket.ts';
import { createFakeEndpoint, errorBody } from '../../support/fake-endpoint.ts';
import {
  runCommand,
  startWorkerProcess,
  type TestEnvironment,
  type WorkerProcess,
} from '../../support/worker-processes.ts';

const temporal = inject('temporal');
const s3 = inject('s3');
const Batch = z.object({ batchId: z.string() });
const Described = z.object({ recent: z.array(Batch) });

/** A task whose teacher is not there: its build tries again for minutes, and is cancelled before. */
const task = (name: string, baseUrl = 'http://127.0.0.1:9/v1') =>
  JSON.stringify({
    name,
    prompt: 'Is it odd or even?',
    labels: ['odd', 'even'],
    teacher: { model: 'fake', baseUrl, price: { inputPer1M: 1, outputPer1M: 1 } },
    generate: { rows: 120 },
  });

describe('p2m batch and p2m schedule', () => {
  let folder: string;
  let environment: TestEnvironment;
  let workers: readonly WorkerProcess[] = [];
  const p2m = (...words: readonly string[]) => runCommand([...words, '--json'], environment);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'p2m-batch-'));
    environment = { temporal, s3, bucket: 'e2e-batch', journalDir: join(folder, 'journal') };
    await ensureBucket({ ...s3, bucket: environment.bucket, pathStyle: true });
    await mkdir(join(folder, 'tasks'));
    await writeFile(join(folder, 'tasks', 'one.yaml'), task('cli-one'));
    await writeFile(join(folder, 'tasks', 'two.yaml'), task('cli-two'));
    await writeFile(join(folder, 'bad.yaml'), 'prmopt: x');
    workers = await Promise.all((['workflow', 'cpu'] as const).map((queue) => startWorkerProcess(queue, environment)));
  });
  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  it('submits, joins, shows and cancels a batch', async () => {
    const tasks = join(folder, 'tasks');
    const bad = await p2m('batch', 'submit', tasks, join(folder, 'bad.yaml'), '--yes', '--detach');
    expect(bad).toMatchObject({ exit: 2, json: { error: { kind: 'task-invalid' } } });
    const submitted = await p2m('batch', 'submit', tasks, '--yes', '--detach');
    expect(submitted).toMatchObject({ exit: 0, json: { state: 'running', total: 2 } });
    const { batchId } = Batch.parse(submitted.json);
    const again = await p2m('batch', 'submit', tasks, '--yes', '--detach');
    expect(again.json).toMatchObject({ batchId });
    expect(again.output).toContain('Joined the running batch');
    expect((await p2m('batch', 'status', batchId)).json).toMatchObject({
      batchId,
      state: 'running',
      counts: { running: 2, done: 0 },
      rows: [{ name: 'cli-one' }, { name: 'cli-two' }],
    });
    expect(await p2m('batch', 'cancel', 'tasks')).toMatchObject({ exit: 0, json: { batchId, state: 'cancelled' } });
    expect(await p2m('batch', 'status', batchId, '--follow')).toMatchObject({
      exit: 7,
      json: { state: 'cancelled', counts: { cancelled: 2 }, error: { kind: 'cancelled' } },
    });
    expect((await p2m('batch', 'status', 'nowhere')).exit).toBe(2);
  });

  it('stays with a batch to its end, and tells that not all was built', async () => {
    const refusing = await createFakeEndpoint(() => ({ status: 400, json: errorBody('no such thing') }));
    const refused = join(folder, 'refused.yaml');
    await writeFile(refused, task('cli-refused', refusing.baseUrl));
    const submit = ['batch', 'submit', refused, join(folder, 'bad.yaml'), '--skip-bad', '--yes'];
    const ended = await p2m(...submit, '--min-success', '0');
    expect(ended).toMatchObject({
      exit: 6,
      json: {
        state: 'done',
        counts: { done: 0, failed: 2 },
        rows: [
          { name: 'cli-refused', state: 'failed' },
          { name: 'bad', failure: { kind: 'task-invalid' } },
        ],
        error: { kind: 'not-all-built' },
      },
    });
    expect(ended.output).toContain('[1/2] cli-refused failed');
    expect(await p2m(...submit)).toMatchObject({ exit: 6, json: { error: { kind: 'too-few-built' } } });
    await refusing.close();
  });

  it('makes, changes, fires, pauses and removes a schedule', async () => {
    const make = ['schedule', 'create', 'cli-nightly', join(folder, 'tasks'), '--yes'];
    const made = await p2m(...make, '--cron', '0 3 * * *', '--timezone', 'Europe/Berlin', '--note', 'a test');
    expect(made).toMatchObject({ exit: 0, json: { change: 'created', when: 'cron 0 3 * * *, Europe/Berlin' } });
    const changed = await p2m(...make, '--every', '1d');
    expect(changed).toMatchObject({ exit: 0, json: { change: 'changed', when: 'every 1d' } });
    expect((await p2m('schedule', 'pause', 'cli-nightly', '--note', 'holidays')).exit).toBe(0);
    expect((await p2m('schedule', 'list')).json).toMatchObject({
      schedules: [{ name: 'cli-nightly', paused: true, note: 'holidays' }],
    });
    expect((await p2m('schedule', 'resume', 'cli-nightly')).json).toMatchObject({ paused: false });
    expect((await p2m('schedule', 'trigger', 'cli-nightly')).json).toEqual({ name: 'cli-nightly', outcome: 'fired' });
    expect((await p2m('schedule', 'trigger', 'cli-nightly')).json).toMatchObject({ outcome: 'skipped' });
    const described = await p2m('schedule', 'describe', 'cli-nightly');
    expect(described.json).toMatchObject({
      when: 'every 1d',
      tasks: ['cli-one', 'cli-two'],
      overlap: 'skip',
      catchup: '1d',
      pauseOnFailure: true,
      fired: 1,
      recent: [{ state: 'running' }],
    });
    const [{ batchId } = { batchId: '' }] = Described.parse(described.json).recent;
    expect(batchId).toMatch(/^cli-nightly-\d{4}-\d\d-\d\dT\d{6}Z-[0-9a-f]{8}$/);
    expect((await p2m('batch', 'cancel', batchId)).json).toMatchObject({ batchId, state: 'cancelled' });
    expect(await p2m('schedule', 'delete', 'cli-nightly')).toMatchObject({ exit: 7 });
    expect((await p2m('schedule', 'delete', 'cli-nightly', '--yes')).exit).toBe(0);
    expect(await p2m('schedule', 'describe', 'cli-nightly')).toMatchObject({
      exit: 2,
      json: { error: { kind: 'schedule-unknown' } },
    });
  });
});
