import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Queue } from '../../contracts/names.ts';
import { type S3Server, startS3Server } from '../../infra/local/s3-server.ts';
import { startTemporalServer, type TemporalServer } from '../../infra/local/temporal-server.ts';
import { ensureBucket } from '../../lib/store/ensure-bucket.ts';
import { startWorkerProcess, type TestEnvironment, type WorkerProcess } from '../../test/support/worker-processes.ts';

const BUCKET = 'chaos';
const QUEUES_OF_A_BUILD: readonly Queue[] = ['workflow', 'cpu', 'gpu'];

/** Servers and workers of one build, each of which may be ended and started again. */
export interface Place {
  readonly environment: TestEnvironment;
  readonly task: string;
  readonly folder: string;
  /** Ends a worker like a crash and starts another; the trainer of a gpu worker dies with it. */
  readonly crashWorker: (queue: Queue) => Promise<void>;
  /** Stops a server and starts it again at its place, with what it has stored. */
  readonly restartServer: (server: 's3' | 'temporal') => Promise<void>;
  readonly close: () => Promise<void>;
}

/** A bucket, a journal and a database of its own: nothing of another build is found there. */
export async function openPlace(teacher: { readonly baseUrl: string; readonly model: string }): Promise<Place> {
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
  const { endpoint, accessKeyId, secretAccessKey } = s3;
  const environment: TestEnvironment = {
    temporal: { address: temporal.address, namespace: 'default' },
    s3: { endpoint, region: 'us-east-1', accessKeyId, secretAccessKey },
    bucket: BUCKET,
    journalDir: join(folder, 'journal'),
  };
  await ensureBucket({ ...environment.s3, bucket: BUCKET, pathStyle: true });
  const start = (queue: Queue) => startWorkerProcess(queue, environment);
  const workers = new Map<Queue, WorkerProcess>();
  for (const queue of QUEUES_OF_A_BUILD) workers.set(queue, await start(queue));
  return {
    environment,
    folder,
    task: await writeTask(folder, teacher),
    crashWorker: async (queue) => {
      await workers.get(queue)?.kill();
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
      await Promise.all([s3.stop(), temporal.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const EXAMPLE = 'examples/support-triage';

/** The small example, with fewer rows. */
async function writeTask(folder: string, teacher: { readonly baseUrl: string; readonly model: string }) {
  const example = z.record(z.string(), z.unknown()).parse(parse(await readFile(`${EXAMPLE}/task.yaml`, 'utf8')));
  const path = join(folder, 'task.json');
  const task = {
    ...example,
    name: 'chaos',
    test: resolve(EXAMPLE, 'test.jsonl'),
    generate: { rows: 300 },
    train: { minutes: 30 },
    // The identity keeps journals comparable: the port differs from run to run.
    teacher: { ...teacher, identity: 'simulated:chaos', price: { inputPer1M: 0.25, outputPer1M: 2 } },
  };
  await writeFile(path, JSON.stringify(task));
  return path;
}
