import { setTimeout as sleep } from 'node:timers/promises';

/** Waits before a part is started again: doubled with each death, back to the first after a minute of life. */
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;
const STEADY_AFTER_MS = 60_000;

/** A server or worker that runs: as much of it as is needed to watch and stop it. */
export interface RunningPart {
  readonly pid: number;
  /** How it ended, in words. */
  readonly exited: Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface Supervision {
  readonly name: string;
  /** Starts the part and resolves when it is ready. */
  readonly start: () => Promise<RunningPart>;
  /** Called with each process the part becomes. */
  readonly onStarted: (pid: number) => void;
  readonly say: (text: string) => void;
  /** Waits between a death and the next start; `stopped` as soon as the signal aborts. Default: by the clock. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<'over' | 'stopped'>;
}

/**
 * Starts the part, and starts it again whenever it dies, until it is stopped.
 * @throws what `start` throws, the first time; later failures are said and tried again
 */
export async function supervise(part: Supervision): Promise<{ readonly stop: () => Promise<void> }> {
  const { pause = pauseByClock } = part;
  const stopping = new AbortController();
  let current = await part.start();
  part.onStarted(current.pid);
  const watched = watch();

  async function watch(): Promise<void> {
    let waitMs = FIRST_WAIT_MS;
    while (!stopping.signal.aborted) {
      const started = performance.now();
      const how = await current.exited;
      if (stopping.signal.aborted) return;
      if (performance.now() - started > STEADY_AFTER_MS) waitMs = FIRST_WAIT_MS;
      part.say(`${part.name} ended (${how}); starting it again in ${waitMs / 1000} s`);
      waitMs = await restart(waitMs);
    }
  }

  /** Gives the wait before the next restart. */
  async function restart(firstWaitMs: number): Promise<number> {
    let waitMs = firstWaitMs;
    for (;;) {
      if ((await pause(waitMs, stopping.signal)) === 'stopped') return waitMs;
      waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
      try {
        current = await part.start();
        part.onStarted(current.pid);
        part.say(`${part.name} runs again (process ${current.pid})`);
        return waitMs;
      } catch (error) {
        part.say(`${part.name} did not start; next try in ${waitMs / 1000} s: ${String(error)}`);
      }
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      await current.stop();
      await watched;
      await current.stop(); // one that was being started meanwhile
    },
  };
}

async function pauseByClock(ms: number, signal: AbortSignal): Promise<'over' | 'stopped'> {
  try {
    await sleep(ms, undefined, { signal });
    return 'over';
  } catch (error) {
    if (signal.aborted) return 'stopped';
    throw error;
  }
}
