import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { freePort } from './free-port.ts';
import { startProcess } from './managed-process.ts';
import { onFreePort } from './on-free-port.ts';
import { serverBinary } from './server-binary.ts';
import { waitUntilHealthy } from './wait-until-healthy.ts';

/** Constant, because the server notes it as the owner of each bucket; the secret is what differs. */
const LOCAL_ACCESS_KEY_ID = 'prompt2model';
export const LOCAL_REGION = 'us-east-1';
const GRACE_MS = 5_000;

export interface S3ServerOptions {
  /** Holds one folder per bucket; its file system needs extended attributes. Made where it is missing. */
  readonly dataDir: string;
  /** The port, or the next free one above it; any free port where none is given. */
  readonly port?: number;
  /** Default: `<dataDir>.log`. */
  readonly logFile?: string;
  /** Default: a random one. */
  readonly secretAccessKey?: string;
}

export interface S3Server {
  /** `http://127.0.0.1:<port>`, for path-style requests. */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<string>;
  readonly hasExited: () => boolean;
  readonly stop: () => Promise<void>;
}

/**
 * A versitygw on the loopback that answers signed requests. It ends with this process at the latest.
 * @throws LocalStackError with the end of its log when it does not start
 */
export async function startS3Server(options: S3ServerOptions): Promise<S3Server> {
  return onFreePort(async () => launch(options, await freePort(options.port)));
}

async function launch(options: S3ServerOptions, port: number): Promise<S3Server> {
  mkdirSync(options.dataDir, { recursive: true });
  const logFile = options.logFile ?? `${options.dataDir}.log`;
  const accessKeyId = LOCAL_ACCESS_KEY_ID;
  const secretAccessKey = options.secretAccessKey ?? randomBytes(20).toString('hex');
  const endpoint = `http://127.0.0.1:${port}`;
  const server = await startProcess({
    command: serverBinary('versitygw'),
    args: ['--port', `127.0.0.1:${port}`, '--region', LOCAL_REGION, '--quiet', 'posix', options.dataDir],
    // Both names are read, this one first; nothing else of our environment may turn its settings.
    env: { PATH: process.env['PATH'], ROOT_ACCESS_KEY_ID: accessKeyId, ROOT_SECRET_ACCESS_KEY: secretAccessKey },
    logFile,
  });
  const client = new S3Client({
    endpoint,
    region: LOCAL_REGION,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId, secretAccessKey },
  });
  try {
    await waitUntilHealthy('the S3 server', server, logFile, async () => {
      await client.send(new ListBucketsCommand({}), { requestTimeout: 5_000 });
    });
  } catch (error) {
    await server.stop(GRACE_MS);
    throw error;
  } finally {
    client.destroy();
  }
  const { pid, exited, hasExited } = server;
  return { endpoint, accessKeyId, secretAccessKey, pid, port, exited, hasExited, stop: () => server.stop(GRACE_MS) };
}
