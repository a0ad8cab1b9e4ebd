import { QUEUES, type Queue } from '../contracts/names.ts';
import type { Temporal } from './connection.ts';

/** Temporal's numbers for the two sides of a queue, @see temporal.api.enums.v1.TaskQueueType */
const WORKFLOW_SIDE = 1;
const ACTIVITY_SIDE = 2;

/** Queues that no worker has asked for work in the last minutes (the server forgets a poller after five). */
export async function silentQueues(temporal: Temporal): Promise<readonly Queue[]> {
  const counted = await Promise.all(
    [QUEUES.workflow, QUEUES.cpu, QUEUES.gpu].map(async (queue) => ({
      queue,
      pollers: await pollersOf(temporal, queue),
    })),
  );
  return counted.filter(({ pollers }) => pollers === 0).map(({ queue }) => queue);
}

export async function pollersOf(temporal: Temporal, queue: Queue): Promise<number> {
  const answer = await temporal.call(`asking who polls the queue ${queue}`, () =>
    temporal.client.workflowService.describeTaskQueue({
      namespace: temporal.namespace,
      taskQueue: { name: QUEUES[queue] },
      // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum is in a package that only Temporal's own import
      taskQueueType: queue === 'workflow' ? WORKFLOW_SIDE : ACTIVITY_SIDE,
    }),
  );
  return answer.pollers?.length ?? 0;
}

/** What to do about queues without a worker. */
export const wakeAdvice = (queues: readonly Queue[]): string => {
  const named = queues.length === 1 ? `the queue ${queues.join()}` : `the queues ${queues.join(', ')}`;
  return `no worker is polling ${named} yet: npm run up, or npm run worker -- ${queues.length === 1 ? queues.join() : '<queue>'}`;
};
