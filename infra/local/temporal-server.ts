import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Connection } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../../contracts/names.ts';
import { freePort } from './free-port.ts';
import { LocalStackError } from './local-stack-error.ts';
import { startProcess } from './managed-process.ts';
import { onFreePort } from './on-free-port.ts';
import { serverBinary } from './server-binary.ts';
import { waitUntilHealthy } from './wait-until-healthy.ts';

export const LOCAL_NAMESPACE = 'default';
const GRACE_MS = 5_000;

/** How the command line of the dev server spells the types of search attributes. */
const TYPES = { KEYWORD: 'Keyword', BOOL: 'Bool', DOUBLE: 'Double' } as const;

const DYNAMIC_CONFIG = [
  // Both feed the Workers page of the Web UI; server 1.29 has them off.
  'frontend.WorkerHeartbeatsEnabled=true',
  'frontend.ListWorkersEnabled=true',
  // Priority and fairness between builds.
  'matching.useNewMatcher=true',
  'matching.enableFairness=true',
];

export interface TemporalServerOptions {
  /** SQLite file that keeps the workflows; null keeps them in memory. */
  readonly dbFile: string | null;
  /** The port, or the next free one above it; any free port where none is given. The same for `uiPort`. */
  readonly port?: number;
  readonly uiPort?: number;
  /** Default: `<dbFile>.log`, or a file in the system's temporary folder. */
  readonly logFile?: string;
}

export interface TemporalServer {
  /** `127.0.0.1:<port>`. */
  readonly address: string;
  readonly uiUrl: string;
  readonly pid: number;
  readonly port: number;
  readonly uiPort: number;
  readonly exited: Promise<string>;
  readonly hasExited: () => boolean;
  readonly stop: () => Promise<void>;
}

/**
 * A Temporal dev server on the loopback with the project's search attributes, answering for its namespace.
 * It ends with this process at the latest.
 * @throws LocalStackError with the end of its log when it does not start
 */
export async function startTemporalServer(options: TemporalServerOptions): Promise<TemporalServer> {
  return onFreePort(async () => {
    const port = await freePort(options.port);
    return launch(options, port, await freePort(options.uiPort));
  });
}

async function launch(options: TemporalServerOptions, port: number, uiPort: number): Promise<TemporalServer> {
  if (options.dbFile !== null) mkdirSync(dirname(options.dbFile), { recursive: true });
  const logFile = options.logFile ?? `${options.dbFile ?? join(tmpdir(), `prompt2model-temporal-${port}`)}.log`;
  const server = await startProcess({
    command: serverBinary('temporal'),
    args: ['server', 'start-dev', ...flags(options.dbFile, port, uiPort)],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
    logFile,
  });
  const address = `127.0.0.1:${port}`;
  try {
    await waitUntilHealthy('the Temporal dev server', server, logFile, () => answers(address));
  } catch (error) {
    await server.stop(GRACE_MS);
    throw error;
  }
  const uiUrl = `http://127.0.0.1:${uiPort}`;
  const { pid, exited, hasExited } = server;
  return { address, uiUrl, pid, port, uiPort, exited, hasExited, stop: () => server.stop(GRACE_MS) };
}

function flags(dbFile: string | null, port: number, uiPort: number): string[] {
  const attributes = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `${name}=${TYPES[type]}`);
  return [
    '--ip=127.0.0.1',
    `--port=${port}`,
    `--ui-port=${uiPort}`,
    `--namespace=${LOCAL_NAMESPACE}`,
    '--log-level=warn',
    ...(dbFile === null ? [] : [`--db-filename=${dbFile}`]),
    ...attributes.map((attribute) => `--search-attribute=${attribute}`),
    ...DYNAMIC_CONFIG.map((value) => `--dynamic-config-value=${value}`),
  ];
}

/** Rejects until the namespace is there and every search attribute is registered. */
async function answers(address: string): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: '2 seconds' });
  try {
    await connection.withDeadline(Date.now() + 5_000, async () => {
      await connection.workflowService.describeNamespace({ namespace: LOCAL_NAMESPACE });
      const known = await connection.operatorService.listSearchAttributes({ namespace: LOCAL_NAMESPACE });
      const missing = Object.keys(SEARCH_ATTRIBUTES).filter((name) => !(name in known.customAttributes));
      if (missing.length > 0) throw new LocalStackError(`not yet registered: ${missing.join(', ')}`);
    });
  } finally {
    await connection.close();
  }
}
