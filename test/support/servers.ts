import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProvidedContext } from 'vitest';
import type { TestProject } from 'vitest/node';
import { LOCAL_REGION, startS3Server } from '../../infra/local/s3-server.ts';
import { LOCAL_NAMESPACE, startTemporalServer } from '../../infra/local/temporal-server.ts';

declare module 'vitest' {
  /** What `inject` gives in the tiers that run on real servers. */
  interface ProvidedContext {
    readonly temporal: { readonly address: string; readonly namespace: string };
    /** No bucket yet: a test makes its own. */
    readonly s3: {
      readonly endpoint: string;
      readonly region: string;
      readonly accessKeyId: string;
      readonly secretAccessKey: string;
    };
  }
}

interface SharedServers {
  readonly servers: Promise<Servers>;
  users: number;
}

interface Servers extends Pick<ProvidedContext, 'temporal' | 's3'> {
  readonly stop: () => Promise<void>;
}

declare global {
  /** Each project of a run loads this module anew, in one and the same process. */
  var sharedTestServers: SharedServers | undefined;
}

/** One Temporal server, in memory, and one S3 server for the whole run, however many projects use them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (globalThis.sharedTestServers ??= { servers: startServers(), users: 0 });
  shared.users += 1;
  const { temporal, s3, stop } = await shared.servers;
  project.provide('temporal', temporal);
  project.provide('s3', s3);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    globalThis.sharedTestServers = undefined;
    await stop();
  };
}

async function startServers(): Promise<Servers> {
  mkdirSync('.p2m', { recursive: true });
  const folder = mkdtempSync(join('.p2m', 'test-')); // not in the system's folder: that may lack extended attributes
  const [s3, temporal] = await Promise.all([
    startS3Server({ dataDir: join(folder, 's3') }),
    startTemporalServer({ dbFile: null, logFile: join(folder, 'temporal.log') }),
  ]);
  const { endpoint, accessKeyId, secretAccessKey } = s3;
  return {
    temporal: { address: temporal.address, namespace: LOCAL_NAMESPACE },
    s3: { endpoint, region: LOCAL_REGION, accessKeyId, secretAccessKey },
    stop: async () => {
      await Promise.all([s3.stop(), temporal.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
