import { QUEUES, type Queue } from '../contracts/names.ts';
import type { Temporal } from './connection.ts';

/** Temporal's numbers for the two sides of a queue, @see temporal.api.enums.v1.TaskQueueType */
const WORKFLOW_SIDE = 1;
const ACTIVITY_SIDE = 2;

/**
 * A poll waits for a minute at the most, so that a worker that is there has asked since. The server itself forgets a
 * poller after five minutes only.
 */
const POLL_MS = 75_000;

/** Queues that no worker has asked for work since `now` (ms since 1970) minus a poll's longest wait. */
export async function silentQueues(temporal: Temporal, now: number): Promise<readonly Queue[]> {
  const counted = await Promise.all(
    [QUEUES.workflow, QUEUES.cpu, QUEUES.gpu].map(async (queue) => ({
      queue,
      pollers: await pollersOf(temporal, queue, now),
    })),
  );
  return counted.filter(({ pollers }) => pollers === 0).map(({ queue }) => queue);
}

async function pollersOf(temporal: Temporal, queue: Queue, now: number): Promise<number> {
  const answer = await temporal.call(`asking who polls the queue ${queue}`, () =>
    temporal.client.workflowService.describeTaskQueue({
      namespace: temporal.namespace,
      taskQueue: { name: QUEUES[queue] },
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package that only Temporal's own import
      taskQueueType: queue === 'workflow' ? WORKFLOW_SIDE : ACTIVITY_SIDE,
    }),
  );
  const asked = (answer.pollers ?? []).map(({ lastAccessTime }) => Number(lastAccessTime?.seconds ?? 0) * 1000);
  return asked.filter((time) => now - time < POLL_MS).length;
}

/** What to do about queues that nobody asks. A worker with its hands full does not ask either, and cannot be told apart. */
export const wakeAdvice = (queues: readonly Queue[]): string => {
  const named = queues.length === 1 ? `the queue ${queues.join()}` : `the queues ${queues.join(', ')}`;
  const start = `npm run up, or npm run worker -- ${queues.length === 1 ? queues.join() : '<queue>'}`;
  return `no worker has asked ${named} for work in the last minute: all are busy, or none is running (${start})`;
};
