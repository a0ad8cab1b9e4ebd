import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Queue } from '../../contracts/names.ts';
import { root } from '../setup/places.mjs';
import { LocalStackError } from './local-stack-error.ts';
import { logTail } from './log-tail.ts';
import { startProcess, type ManagedProcess } from './managed-process.ts';
import type { RunningPart } from './supervise.ts';

/** Longer than a worker's own limit for handing over what it does. */
const GRACE_MS = 25_000;
/** A worker bundles the workflow code and loads its models first; on busy cores that has taken half a minute. */
const READY_MS = 180_000;
const LOOK_EVERY_MS = 100;

export interface WorkerOptions {
  readonly queue: Queue;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
}

/**
 * A worker that polls its queue.
 * @throws LocalStackError with the end of its log when it ends, or does not say `worker ready` in three minutes
 */
export async function startWorker({ queue, env, logFile }: WorkerOptions): Promise<RunningPart> {
  const before = existsSync(logFile) ? statSync(logFile).size : 0;
  const worker = await startProcess({
    command: process.execPath,
    args: ['--import', import.meta.resolve('tsx'), join(root, 'workers', 'main.ts'), queue],
    cwd: root,
    env,
    logFile,
  });
  try {
    await untilReady(queue, worker, logFile, before);
  } catch (error) {
    await worker.stop(GRACE_MS);
    throw error;
  }
  return { pid: worker.pid, exited: worker.exited, stop: () => worker.stop(GRACE_MS) };
}

async function untilReady(queue: Queue, worker: ManagedProcess, logFile: string, before: number): Promise<void> {
  const deadline = performance.now() + READY_MS;
  while (!saidReady(logFile, before)) {
    if (worker.hasExited()) throw failed(`the ${queue} worker ended at its start (${await worker.exited})`, logFile);
    if (performance.now() > deadline) throw failed(`the ${queue} worker is not ready`, logFile);
    await sleep(LOOK_EVERY_MS);
  }
}

/** Whether this process said so: what stands before `before` was an earlier one. A rotated log starts anew. */
function saidReady(logFile: string, before: number): boolean {
  const bytes = readFileSync(logFile);
  return bytes.subarray(bytes.length < before ? 0 : before).includes('worker ready');
}

const failed = (what: string, logFile: string): LocalStackError =>
  new LocalStackError(`${what}; the end of ${logFile}:\n${logTail(logFile)}`);
