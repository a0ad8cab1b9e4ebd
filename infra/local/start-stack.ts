import { join } from 'node:path';
import { QUEUES, type Queue } from '../../contracts/names.ts';
import type { StackFile } from '../../lib/environment/stack-file.ts';
import { ensureBucket } from '../../lib/store/ensure-bucket.ts';
import { isFree } from './free-port.ts';
import { LocalStackError } from './local-stack-error.ts';
import { writeStackFile, removeStackFile } from './running-stack.ts';
import { LOCAL_REGION, startS3Server } from './s3-server.ts';
import { endpointIn, environmentFor, namedServices, type Variables } from './stack-environment.ts';
import { supervise, type RunningPart } from './supervise.ts';
import { startTemporalServer } from './temporal-server.ts';
import { startWorker } from './worker-process.ts';

/** Where Temporal's and versitygw's own documentation expect them; the next free ones are taken when these are busy. */
const PORTS = { temporal: 7233, ui: 8233, s3: 7070 } as const;
const QUEUE_NAMES = ['workflow', 'cpu', 'gpu'] as const satisfies readonly Queue[];

export interface StackOptions {
  /** Data, logs and `stack.json` go here. */
  readonly stateDir: string;
  readonly startedBy: StackFile['startedBy'];
  /** Told of each step, and of each part that died and was started again. */
  readonly say: (text: string) => void;
}

export interface Stack {
  readonly file: StackFile;
  /** Workers first, then servers; then the stack file goes. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts both servers and a worker per queue in this process and keeps each alive; a server that the environment
 * names is used instead. `stack.json` is written when all are ready.
 * @throws LocalStackError, after what had been started is stopped again
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  const parts = createParts(options);
  try {
    const { variables, temporalAddress } = namedServices();
    const [temporal, s3] = await Promise.all([
      temporalAddress === null ? ownTemporal(options, parts) : { temporalAddress, uiUrl: null },
      namedS3(variables) ?? ownS3(options, parts, variables),
    ]);
    const addresses = {
      ...temporal,
      ...s3,
      supervisorPid: process.pid,
      startedBy: options.startedBy,
      startedAt: new Date().toISOString(),
    };
    options.say('servers ready; starting the workers');
    await Promise.all(QUEUE_NAMES.map((queue) => startQueue(queue, environmentFor(addresses), options, parts)));
    return { file: parts.publish(addresses), stop: parts.stop };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

type Addresses = Omit<StackFile, 'pids'>;
type Parts = ReturnType<typeof createParts>;

/** What runs, by name; each restart is written to the stack file once that is there. */
function createParts({ stateDir, say }: StackOptions) {
  const pids: Record<string, number> = {};
  const running = new Map<string, { readonly stop: () => Promise<void> }>();
  let published: Addresses | null = null;
  const write = (addresses: Addresses): StackFile => {
    const file = { ...addresses, pids: { ...pids } };
    writeStackFile(stateDir, file);
    return file;
  };
  const stopAll = async (isMeant: (name: string) => boolean): Promise<void> => {
    const meant = [...running].filter(([name]) => isMeant(name));
    await Promise.all(meant.map(([, part]) => part.stop()));
  };
  return {
    add: async (name: string, start: () => Promise<RunningPart>): Promise<void> => {
      const onStarted = (pid: number): void => {
        pids[name] = pid;
        if (published !== null) write(published);
      };
      running.set(name, await supervise({ name, start, onStarted, say }));
    },
    publish: (addresses: Addresses): StackFile => {
      published = addresses;
      return write(addresses);
    },
    stop: async (): Promise<void> => {
      await stopAll((name) => name.startsWith('worker-'));
      await stopAll((name) => !name.startsWith('worker-'));
      if (published !== null) removeStackFile(stateDir);
    },
  };
}

const logOf = (stateDir: string, name: string): string => join(stateDir, 'logs', `${name}.log`);

async function ownTemporal({ stateDir, say }: StackOptions, parts: Parts) {
  const options = { dbFile: join(stateDir, 'temporal.db'), logFile: logOf(stateDir, 'temporal') };
  let server = await startTemporalServer({ ...options, port: PORTS.temporal, uiPort: PORTS.ui });
  const { address, port, uiPort, uiUrl } = server;
  say(`Temporal answers at ${address}, its Web UI at ${uiUrl}`);
  await parts.add('temporal', async () => {
    if (server.hasExited()) {
      await requireFree(port, uiPort);
      server = await startTemporalServer({ ...options, port, uiPort });
    }
    return server;
  });
  return { temporalAddress: address, uiUrl };
}

function namedS3(variables: Variables) {
  const endpoint = endpointIn(variables);
  const bucket = variables['P2M_BUCKET'] || 'prompt2model';
  return endpoint === null ? null : { s3Endpoint: endpoint, bucket, accessKeyId: null, secretAccessKey: null };
}

async function ownS3({ stateDir, say }: StackOptions, parts: Parts, variables: Variables) {
  const options = { dataDir: join(stateDir, 's3'), logFile: logOf(stateDir, 's3') };
  let server = await startS3Server({ ...options, port: PORTS.s3 });
  const { endpoint, port, accessKeyId, secretAccessKey } = server;
  await parts.add('s3', async () => {
    if (server.hasExited()) {
      await requireFree(port);
      server = await startS3Server({ ...options, port, secretAccessKey });
    }
    return server;
  });
  const bucket = variables['P2M_BUCKET'] || 'prompt2model';
  await ensureBucket({ endpoint, region: LOCAL_REGION, bucket, accessKeyId, secretAccessKey, pathStyle: true });
  say(`S3 answers at ${endpoint}, bucket ${bucket}`);
  return { s3Endpoint: endpoint, bucket, accessKeyId, secretAccessKey };
}

/** A server that comes back must come back where everyone looks for it. */
async function requireFree(...ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    if (!(await isFree(port))) throw new LocalStackError(`port ${port} was taken by another program`);
  }
}

async function startQueue(queue: Queue, env: NodeJS.ProcessEnv, options: StackOptions, parts: Parts): Promise<void> {
  const name = `worker-${queue}`;
  await parts.add(name, () => startWorker({ queue, env, logFile: logOf(options.stateDir, name) }));
  options.say(`worker for queue ${QUEUES[queue]} is ready`);
}
