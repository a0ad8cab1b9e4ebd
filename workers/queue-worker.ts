import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import { createCpuActivities } from '../activities/cpu-activities.ts';
import { createGpuActivities } from '../activities/gpu-activities.ts';
import { QUEUES, type Queue } from '../contracts/names.ts';
import type { Environment } from '../lib/environment/read-environment.ts';
import { createCpuPorts } from './cpu-ports.ts';
import { failureInterceptor } from './failure-interceptor.ts';
import { createGpuPorts } from './gpu-ports.ts';
import { workflowCode } from './workflow-code.ts';

/**
 * Activities of a cpu worker side by side. They wait for the teacher or for child processes, so more than there are cores;
 * a single build has at most 4 at once.
 */
const CPU_ACTIVITIES = 12;

/** What a worker of one queue is made of, and what is left to do when it has stopped. */
export interface QueueWorker {
  readonly options: WorkerOptions;
  readonly close: () => Promise<void>;
}

export async function queueWorker(
  queue: Queue,
  environment: Environment,
  connection: NativeConnection,
): Promise<QueueWorker> {
  const common = {
    connection,
    namespace: environment.temporal.namespace,
    taskQueue: QUEUES[queue],
    identity: `${queue}@${process.pid}`,
    // Cancels what runs and hands it over; another worker goes on from journal and checkpoint.
    shutdownGraceTime: '1 second',
    shutdownForceTime: '20 seconds',
    interceptors: { activity: [() => ({ inbound: failureInterceptor })] },
  };
  switch (queue) {
    case 'workflow':
      return { options: { ...common, workflowBundle: await workflowCode(CACHE) }, close: async () => {} };
    case 'cpu': {
      const ports = await createCpuPorts(environment, scratch);
      const options = {
        ...common,
        activities: { ...createCpuActivities(ports) },
        maxConcurrentActivityTaskExecutions: CPU_ACTIVITIES,
        maxHeartbeatThrottleInterval: '5 seconds',
      } as const;
      return { options, close: ports.close };
    }
    case 'gpu': {
      const options = {
        ...common,
        activities: { ...createGpuActivities(await createGpuPorts(environment, scratch)) },
        // One training at a time has the device, or the cores, to itself.
        maxConcurrentActivityTaskExecutions: 1,
        maxHeartbeatThrottleInterval: '5 seconds',
      } as const;
      return { options, close: async () => {} };
    }
  }
}

const scratch = join(tmpdir(), 'prompt2model');
const CACHE = join(dirname(dirname(fileURLToPath(import.meta.url))), '.p2m', 'cache');
