import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { readStackFile, stackFilePath, type StackFile } from '../../lib/environment/stack-file.ts';
import { isAlive } from '../setup/is-alive.mjs';

/** Longer than what the leash leaves to processes whose supervisor was killed. */
const LEFTOVERS_MS = 15_000;

/** The stack of that state folder if it runs; null where there is none, or only the file of one that is gone. */
export function runningStack(stateDir: string): StackFile | null {
  const file = readStackFile(stateDir);
  return file !== null && isAlive(file.supervisorPid) && Object.values(file.pids).some(isAlive) ? file : null;
}

/** Readable by this user alone, since it holds the key of the local S3 server; replaced whole. */
export function writeStackFile(stateDir: string, file: StackFile): void {
  mkdirSync(stateDir, { recursive: true });
  const draft = `${stackFilePath(stateDir)}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, stackFilePath(stateDir));
}

export const removeStackFile = (stateDir: string): void => rmSync(stackFilePath(stateDir), { force: true });

/** Removes the file of a stack that is gone, after what it had started is gone too. */
export async function clearStaleStack(stateDir: string): Promise<void> {
  const file = readStackFile(stateDir);
  if (file === null) return;
  await untilGone(Object.values(file.pids), LEFTOVERS_MS);
  removeStackFile(stateDir);
}

/** Whether all of the processes ended within `limitMs`. */
export async function untilGone(pids: readonly number[], limitMs: number): Promise<'gone' | 'still-there'> {
  const deadline = performance.now() + limitMs;
  while (pids.some(isAlive)) {
    if (performance.now() > deadline) return 'still-there';
    await sleep(100);
  }
  return 'gone';
}
