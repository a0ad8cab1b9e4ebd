import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Queue } from '../../contracts/names.ts';
import { type S3Server, startS3Server } from '../../infra/local/s3-server.ts';
import { startTemporalServer, type TemporalServer } from '../../infra/local/temporal-server.ts';
import { ensureBucket } from '../../lib/store/ensure-bucket.ts';
import { startWorkerProcess, type TestEnvironment, type WorkerProcess } from '../../test/support/worker-processes.ts';
import { slowServer } from './slow-store.ts';

const BUCKET = 'chaos';
const QUEUES_OF_A_BUILD: readonly Queue[] = ['workflow', 'cpu', 'gpu'];

/** Servers and workers of one build, each of which may be ended and started again. */
export interface Place {
  readonly environment: TestEnvironment;
  readonly task: string;
  readonly folder: string;
  /** Folder that the workers have for temporary files. */
  readonly temporary: string;
  /** Process ids of the workers that run. */
  readonly workers: () => readonly number[];
  /** Ends a worker like a crash; the trainer of a gpu worker dies with it. */
  readonly killWorker: (queue: Queue) => Promise<void>;
  readonly startWorker: (queue: Queue) => Promise<void>;
  /** Stops a server and starts it again at its place, with what it has stored. */
  readonly restartServer: (server: 's3' | 'temporal') => Promise<void>;
  readonly close: () => Promise<void>;
}

export interface PlaceOptions {
  readonly teacher: { readonly baseUrl: string; readonly model: string };
  /** `none`, or `ask`: half of the example's test rows lie there as a data set to be found. */
  readonly retrieve: 'none' | 'ask';
  /** By which each request to the store is late. */
  readonly storeDelayMs: number;
}

/** A bucket, a journal and a database of its own: nothing of another build is found there. */
export async function openPlace({ teacher, retrieve, storeDelayMs }: PlaceOptions): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'p2m-chaos-'));
  const startS3 = (known: Partial<S3Server> = {}) =>
    startS3Server({
      dataDir: join(folder, 's3'),
      ...(known.port === undefined ? {} : { port: known.port }),
      ...(known.secretAccessKey === undefined ? {} : { secretAccessKey: known.secretAccessKey }),
    });
  const startTemporal = (known: Partial<TemporalServer> = {}) =>
    startTemporalServer({
      dbFile: join(folder, 'temporal.db'),
      ...(known.port === undefined ? {} : { port: known.port }),
    });
  let [s3, temporal] = await Promise.all([startS3(), startTemporal()]);
  const { accessKeyId, secretAccessKey } = s3;
  const slow = storeDelayMs === 0 ? null : await slowServer(s3, storeDelayMs);
  const endpoint = slow === null ? s3.endpoint : `http://127.0.0.1:${slow.port}`;
  const environment: TestEnvironment = {
    temporal: { address: temporal.address, namespace: 'default' },
    s3: { endpoint, region: 'us-east-1', accessKeyId, secretAccessKey },
    bucket: BUCKET,
    journalDir: join(folder, 'journal'),
  };
  await ensureBucket({ ...environment.s3, bucket: BUCKET, pathStyle: true });
  const temporary = join(folder, 'temporary');
  await mkdir(temporary);
  const start = (queue: Queue) => startWorkerProcess(queue, environment, { TMPDIR: temporary });
  const workers = new Map<Queue, WorkerProcess>();
  for (const queue of QUEUES_OF_A_BUILD) workers.set(queue, await start(queue));
  return {
    environment,
    folder,
    temporary,
    task: await writeTask(folder, teacher, retrieve),
    workers: () => [...workers.values()].map(({ pid }) => pid),
    killWorker: async (queue) => {
      await workers.get(queue)?.kill();
      workers.delete(queue);
    },
    startWorker: async (queue) => {
      workers.set(queue, await start(queue));
    },
    restartServer: async (server) => {
      if (server === 's3') {
        await s3.stop();
        s3 = await startS3(s3);
        return;
      }
      await temporal.stop();
      temporal = await startTemporal(temporal);
    },
    close: async () => {
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      await Promise.all([s3.stop(), temporal.stop(), slow?.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const EXAMPLE = 'examples/support-triage';

/** The small example, with fewer rows. */
async function writeTask(folder: string, teacher: PlaceOptions['teacher'], retrieve: PlaceOptions['retrieve']) {
  const example = z.record(z.string(), z.unknown()).parse(parse(await readFile(`${EXAMPLE}/task.yaml`, 'utf8')));
  const path = join(folder, 'task.json');
  const task = {
    ...example,
    name: 'chaos',
    ...(retrieve === 'ask' ? await withSource(folder) : { test: resolve(EXAMPLE, 'test.jsonl') }),
    generate: { rows: 300 },
    train: { minutes: 30 },
    // The identity keeps journals comparable: the port differs from run to run.
    teacher: { ...teacher, identity: 'simulated:chaos', price: { inputPer1M: 0.25, outputPer1M: 2 } },
  };
  await writeFile(path, JSON.stringify(task));
  return path;
}

/** The example's rows written by people, one half of them a test, the other a data set that can be found. */
async function withSource(folder: string) {
  const rows = (await readFile(`${EXAMPLE}/test.jsonl`, 'utf8')).trim().split('\n');
  const half = rows.length >> 1;
  await mkdir(join(folder, 'sources'));
  await writeFile(join(folder, 'sources', 'customer-messages.jsonl'), `${rows.slice(0, half).join('\n')}\n`);
  await writeFile(join(folder, 'test.jsonl'), `${rows.slice(half).join('\n')}\n`);
  return { retrieve: 'ask', sources: ['sources'], test: 'test.jsonl' };
}
