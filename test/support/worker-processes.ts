import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Queue } from '../../contracts/names.ts';

/** Environment of the processes of a test: its servers, its bucket, its journal, and nothing of the person's who runs it. */
export interface TestEnvironment {
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly s3: {
    readonly endpoint: string;
    readonly region: string;
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
  };
  readonly bucket: string;
  readonly journalDir: string;
}

/** Variables that name a test's servers. */
export const variablesOf = (environment: TestEnvironment): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  NO_COLOR: '1',
  HF_HUB_OFFLINE: '1',
  TEMPORAL_ADDRESS: environment.temporal.address,
  TEMPORAL_NAMESPACE: environment.temporal.namespace,
  AWS_ENDPOINT_URL_S3: environment.s3.endpoint,
  AWS_REGION: environment.s3.region,
  AWS_ACCESS_KEY_ID: environment.s3.accessKeyId,
  AWS_SECRET_ACCESS_KEY: environment.s3.secretAccessKey,
  P2M_BUCKET: environment.bucket,
  P2M_JOURNAL_DIR: environment.journalDir,
});

export interface WorkerProcess {
  readonly pid: number;
  /** Ends it like a crash: no hand-over, no last word. */
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** A real worker process of a queue, polling when this resolves. */
export async function startWorkerProcess(
  queue: Queue,
  environment: TestEnvironment,
  more: Readonly<Record<string, string>> = {},
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'workers/main.ts', queue], {
    env: { ...variablesOf(environment), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString('utf8')));
  await ready(child, said);
  child.stdout.resume();
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  };
  return { pid: child.pid ?? 0, kill: () => end('SIGKILL'), stop: () => end('SIGTERM') };
}

async function ready(child: ChildProcess, said: readonly string[]): Promise<void> {
  if (child.stdout === null) throw new Error('the worker has no output');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.includes('ready')) return;
  }
  throw new Error(`the worker ended before it was ready: ${said.join('').slice(-2000)}`);
}

/** Runs the command line as a user would; its last line of output is the JSON object that `--json` promises. */
export async function runCommand(
  words: readonly string[],
  environment: TestEnvironment,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly exit: number; readonly output: string; readonly json: unknown }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'client/main.ts', ...words], {
    env: { ...variablesOf(environment), ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString('utf8')));
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString('utf8');
  });
  const [code] = await once(child, 'close');
  const last = stdout.trim().split('\n').at(-1) ?? '';
  return { exit: Number(code), output: output.join(''), json: last.startsWith('{') ? JSON.parse(last) : null };
}
