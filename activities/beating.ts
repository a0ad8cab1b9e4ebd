import { Context } from '@temporalio/activity';

/** Well below the heartbeat time-out of 20 s. */
const BEAT_MS = 4_000;

/** Heartbeats while short work goes on, so that a worker that died is noticed in seconds. Work that can hang has its own limits. */
export async function beating<Result>(work: () => Promise<Result>): Promise<Result> {
  const context = Context.current();
  context.heartbeat();
  const timer = setInterval(() => context.heartbeat(), BEAT_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
