import { proxyActivities } from '@temporalio/workflow';
import type { CpuActivities, GpuActivities } from '../contracts/activities.ts';
import type { BatchActivities, WaitingActivities } from '../contracts/batch.ts';
import { QUEUES } from '../contracts/names.ts';

/**
 * Retries and time-outs of every activity, in one table.
 *
 * A failure that no retry mends is marked so where it is born. The rest is tried again for some minutes: long enough for
 * a server to be restarted, short enough that a person still waits for the answer.
 */
const retry = {
  initialInterval: '1 second',
  backoffCoefficient: 2,
  maximumInterval: '30 seconds',
  maximumAttempts: 12,
} as const;

/** Reads and writes the store and computes; seconds at most, minutes for very large data. */
export const quick = proxyActivities<CpuActivities>({
  taskQueue: QUEUES.cpu,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry,
});

/** Asks the hub too; away for some minutes, it is left out where nobody insists. */
export const search = proxyActivities<CpuActivities>({
  taskQueue: QUEUES.cpu,
  startToCloseTimeout: '30 minutes',
  heartbeatTimeout: '20 seconds',
  retry: { ...retry, maximumAttempts: 4 },
});

/** Waits for many teacher calls; the endpoint may be slow or limit the rate. */
export const teacher = proxyActivities<CpuActivities>({
  taskQueue: QUEUES.cpu,
  startToCloseTimeout: '3 hours',
  heartbeatTimeout: '20 seconds',
  retry,
});

/** Hours on a GPU; the queue before it may be long, so no limit on waiting. Resumes from its last checkpoint. */
export const gpu = proxyActivities<GpuActivities>({
  taskQueue: QUEUES.gpu,
  startToCloseTimeout: '12 hours',
  heartbeatTimeout: '30 seconds',
  retry: { ...retry, maximumAttempts: 20, maximumInterval: '2 minutes' },
});

/** Reads and writes the tasks and the table of a batch. */
export const batch = proxyActivities<BatchActivities>({
  taskQueue: QUEUES.cpu,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '20 seconds',
  retry,
});

/** Waits for a build that someone else started, days where a person is asked; worker restarts in that time are attempts. */
export const waiting = proxyActivities<WaitingActivities>({
  taskQueue: QUEUES.workflow,
  startToCloseTimeout: '7 days',
  heartbeatTimeout: '30 seconds',
  retry: { ...retry, maximumAttempts: 100 },
});
