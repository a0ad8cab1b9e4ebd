import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { StageFailure } from '../../../../contracts/failure.ts';
import { readEnvironment, type Environment } from '../../../../lib/environment/read-environment.ts';
import type { StackFile } from '../../../../lib/environment/stack-file.ts';
import type { TemporalTls } from '../../../../lib/environment/temporal-tls.ts';

const STACK: StackFile = {
  temporalAddress: '127.0.0.1:7301',
  uiUrl: 'http://127.0.0.1:8301',
  s3Endpoint: 'http://127.0.0.1:7101',
  bucket: 'prompt2model',
  accessKeyId: 'local',
  secretAccessKey: 'local-secret',
  supervisorPid: 4711,
  startedBy: 'supervisor',
  startedAt: '2026-01-02T03:04:05.000Z',
  pids: { temporal: 4712 },
};

function folder(files: { readonly stack?: StackFile; readonly dotEnv?: string } = {}): string {
  const cwd = mkdtempSync(join(tmpdir(), 'p2m-environment-'));
  mkdirSync(join(cwd, '.p2m'));
  if (files.stack !== undefined) writeFileSync(join(cwd, '.p2m', 'stack.json'), JSON.stringify(files.stack));
  if (files.dotEnv !== undefined) writeFileSync(join(cwd, '.env'), files.dotEnv);
  return cwd;
}

const readEmptyFolder = (env: Record<string, string>): Environment => readEnvironment({ env, cwd: folder() });
const isOffline = (word: string): boolean => readEmptyFolder({ HF_HUB_OFFLINE: word }).hub.offline;
const tlsOf = (env: Record<string, string>): TemporalTls | null => readEmptyFolder(env).temporal.tls;

function failureOf(env: Record<string, string>): StageFailure {
  try {
    readEmptyFolder(env);
  } catch (error) {
    if (error instanceof StageFailure) return error;
    throw error;
  }
  throw new Error('nothing was wrong');
}

/** The variable that each line of the message names. */
const namesIn = (message: string): readonly string[] =>
  message
    .split('\n')
    .slice(1)
    .map((line) => line.split(' ')[1] ?? '')
    .toSorted();

const read = (P2M_GPU_ACTIVITIES: string) => readEnvironment({ env: { P2M_GPU_ACTIVITIES }, cwd: folder() });

describe('defaults and sources', () => {
  it('has a default for everything', () => {
    const cwd = folder();
    expect(readEnvironment({ env: {}, cwd })).toEqual({
      temporal: { address: '127.0.0.1:7233', namespace: 'default', apiKey: null, tls: null },
      store: { endpoint: null, region: 'us-east-1', bucket: 'prompt2model', credentials: null },
      teacher: { baseUrl: null },
      hub: { endpoint: 'https://huggingface.co', offline: false },
      journalDir: join(cwd, '.p2m/journal'),
      python: join(cwd, '.p2m/venv/bin/python'),
      gpuActivities: null,
      uiUrl: null,
    });
  });

  it('takes the running stack over the defaults', () => {
    const environment = readEnvironment({ env: {}, cwd: folder({ stack: STACK }) });
    expect(environment.temporal.address).toBe('127.0.0.1:7301');
    expect(environment.uiUrl).toBe('http://127.0.0.1:8301');
    expect(environment.store).toEqual({
      endpoint: 'http://127.0.0.1:7101',
      region: 'us-east-1',
      bucket: 'prompt2model',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local-secret' },
    });
  });

  it('takes .env over the stack, and the process over .env', () => {
    const cwd = folder({ stack: STACK, dotEnv: 'TEMPORAL_ADDRESS=file:7233\nTEMPORAL_NAMESPACE=file\n' });
    const { temporal, uiUrl } = readEnvironment({ env: { TEMPORAL_NAMESPACE: 'process' }, cwd });
    expect(temporal).toEqual({ address: 'file:7233', namespace: 'process', apiKey: null, tls: null });
    expect(uiUrl).toBeNull();
  });

  it('resolves paths against the folder', () => {
    const cwd = folder();
    const { python, journalDir } = readEnvironment({ env: { P2M_PYTHON: 'py', P2M_JOURNAL_DIR: '/journal' }, cwd });
    expect({ python, journalDir }).toEqual({ python: join(cwd, 'py'), journalDir: '/journal' });
  });

  it('reads how much a gpu worker does at once, from one up', () => {
    expect(read('3').gpuActivities).toBe(3);
    expect(() => read('0')).toThrow('P2M_GPU_ACTIVITIES is below 1');
    expect(() => read('many')).toThrow('P2M_GPU_ACTIVITIES is no number');
  });

  it('reads the switch of the hub in its usual spellings', () => {
    expect(['1', 'TRUE', 'on', '0', 'no'].map(isOffline)).toEqual([true, true, true, false, false]);
  });
});

describe('the store', () => {
  it('prefers the endpoint that is for S3 alone', () => {
    const env = { AWS_ENDPOINT_URL: 'http://all:1', AWS_ENDPOINT_URL_S3: 'http://s3:2' };
    expect(readEnvironment({ env, cwd: folder() }).store.endpoint).toBe('http://s3:2');
  });

  it('never signs for the local server with the keys of another account', () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'theirs',
      AWS_SESSION_TOKEN: 't',
      AWS_REGION: 'eu-1',
    };
    expect(readEnvironment({ env, cwd: folder({ stack: STACK }) }).store).toEqual({
      endpoint: 'http://127.0.0.1:7101',
      region: 'us-east-1',
      bucket: 'prompt2model',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local-secret' },
    });
  });

  it('takes keys, region and session with an endpoint of its own', () => {
    const env = {
      AWS_ENDPOINT_URL: 'https://s3.example',
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'theirs',
      AWS_SESSION_TOKEN: 'session',
      AWS_REGION: 'eu-west-1',
      P2M_BUCKET: 'models',
    };
    expect(readEnvironment({ env, cwd: folder({ stack: STACK }) }).store).toEqual({
      endpoint: 'https://s3.example',
      region: 'eu-west-1',
      bucket: 'models',
      credentials: { accessKeyId: 'AKIA', secretAccessKey: 'theirs', sessionToken: 'session' },
    });
  });
});

describe('the connection to Temporal', () => {
  it('uses TLS with an API key, unless told not to', () => {
    expect(tlsOf({ TEMPORAL_API_KEY: 'k' })).toEqual({});
    expect(tlsOf({ TEMPORAL_API_KEY: 'k', TEMPORAL_TLS: 'false' })).toBeNull();
    expect(tlsOf({ TEMPORAL_TLS: 'true', TEMPORAL_TLS_SERVER_NAME: 'a' })).toEqual({ serverNameOverride: 'a' });
  });

  it('reads the files of a client certificate', () => {
    const cwd = folder();
    for (const name of ['crt', 'key', 'ca']) writeFileSync(join(cwd, name), `the ${name}`);
    const env = {
      TEMPORAL_TLS_CLIENT_CERT_PATH: 'crt',
      TEMPORAL_TLS_CLIENT_KEY_PATH: 'key',
      TEMPORAL_TLS_SERVER_CA_CERT_PATH: 'ca',
    };
    expect(readEnvironment({ env, cwd }).temporal.tls).toEqual({
      clientCertPair: { crt: Buffer.from('the crt'), key: Buffer.from('the key') },
      serverRootCACertificate: Buffer.from('the ca'),
    });
  });
});

describe('what is wrong', () => {
  it('reports all problems together', () => {
    const env = {
      TEMPORAL_ADDRESS: 'http://localhost',
      AWS_ENDPOINT_URL_S3: 'localhost:9000',
      AWS_ACCESS_KEY_ID: 'AKIA',
      P2M_BUCKET: 'My Bucket',
      HF_HUB_OFFLINE: 'perhaps',
      TEMPORAL_TLS_CLIENT_CERT_PATH: 'absent.crt',
    };
    const failure = failureOf(env);
    expect(failure.kind).toBe('task-invalid');
    expect(namesIn(failure.message)).toEqual([
      'AWS_ENDPOINT_URL_S3',
      'AWS_SECRET_ACCESS_KEY',
      'HF_HUB_OFFLINE',
      'P2M_BUCKET',
      'TEMPORAL_ADDRESS',
      'TEMPORAL_TLS_CLIENT_CERT_PATH',
      'TEMPORAL_TLS_CLIENT_CERT_PATH',
    ]);
  });

  it('never repeats a value, which may be a key in the wrong line', () => {
    const { message } = failureOf({ OPENAI_BASE_URL: 'my-secret' });
    expect(message).toContain('OPENAI_BASE_URL');
    expect(message).not.toContain('my-secret');
  });

  it('refuses a stack file that is none', () => {
    const cwd = folder();
    writeFileSync(join(cwd, '.p2m', 'stack.json'), '{"temporalAddress": 1}');
    const error = expect.objectContaining({ kind: 'task-invalid' });
    expect(() => readEnvironment({ env: {}, cwd })).toThrow(error);
  });
});
