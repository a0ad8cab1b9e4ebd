import { DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { QUEUES, type Queue } from '../contracts/names.ts';
import { readEnvironment } from '../lib/environment/read-environment.ts';
import { queueWorker } from './queue-worker.ts';

/** One worker process for one queue: `npm run worker -- cpu`. Says `ready` when it polls; ends on SIGTERM after handing over. */
async function main(): Promise<void> {
  const queue = process.argv[2];
  if (!isQueue(queue)) {
    process.stderr.write(`Say which queue to work for: ${Object.keys(QUEUES).join(', ')}.\n`);
    process.exitCode = 2;
    return;
  }
  const environment = readEnvironment({ env: process.env, cwd: process.cwd() });
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ level, timestampNanos, message, meta }) => {
      const time = new Date(Number(timestampNanos / 1_000_000n)).toISOString();
      process.stderr.write(
        `${JSON.stringify({ time, level, message, ...meta, error: String(meta?.['error'] ?? '') || undefined })}\n`,
      );
    }),
  });
  const { address, tls, apiKey } = environment.temporal;
  const connection = await NativeConnection.connect({
    address,
    ...(tls === null ? {} : { tls }),
    ...(apiKey === null ? {} : { apiKey }),
  });
  try {
    const { options, close } = await queueWorker(queue, environment, connection);
    const worker = await Worker.create(options);
    process.stdout.write(`worker ready: queue ${queue}, Temporal at ${address}, pid ${process.pid}\n`);
    try {
      await worker.run();
    } finally {
      await close();
    }
  } finally {
    await connection.close();
  }
}

const isQueue = (name: string | undefined): name is Queue => name !== undefined && Object.hasOwn(QUEUES, name);

await main();
