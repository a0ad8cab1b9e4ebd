import { setTimeout as sleep } from 'node:timers/promises';
import { LocalStackError, PortTaken } from './local-stack-error.ts';
import { logTail } from './log-tail.ts';
import type { ManagedProcess } from './managed-process.ts';

/** Both servers are up within 2 s on an idle machine; a busy one is given half a minute and more. */
const DEADLINE_MS = 60_000;
const PAUSE_MS = 100;

/**
 * Resolves once `check` does; each try that rejects is followed by another.
 * @throws PortTaken when the process died because its port was taken
 * @throws LocalStackError with the end of the log when it died otherwise, or is not healthy after a minute
 */
export async function waitUntilHealthy(
  title: string,
  process: ManagedProcess,
  logFile: string,
  check: () => Promise<void>,
): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  let lastError: unknown;
  while (performance.now() < deadline) {
    if (process.hasExited()) throw await died(title, process, logFile);
    try {
      await check();
      return;
    } catch (error) {
      lastError = error;
    }
    await sleep(PAUSE_MS);
  }
  const message = `${title} is not healthy after ${DEADLINE_MS / 1000} s; the end of ${logFile}:\n${logTail(logFile)}`;
  throw new LocalStackError(message, { cause: lastError });
}

async function died(title: string, process: ManagedProcess, logFile: string): Promise<LocalStackError> {
  const tail = logTail(logFile);
  const message = `${title} ended at its start (${await process.exited}); the end of ${logFile}:\n${tail}`;
  return /address already in use|bind:/i.test(tail) ? new PortTaken(message) : new LocalStackError(message);
}
