import { existsSync } from 'node:fs';
import { platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NativeConnection, WorkerOptions } from '@temporalio/worker';
import { createBatchActivities } from '../activities/batch-activities.ts';
import { createCpuActivities } from '../activities/cpu-activities.ts';
import { followBuild } from '../activities/follow-build.ts';
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
const SCRATCH = join(tmpdir(), 'prompt2model');
const CACHE = join(dirname(dirname(fileURLToPath(import.meta.url))), '.p2m', 'cache');

/** What a worker of one queue is made of, and what is left to do when it has stopped. */
export interface QueueWorker {
  readonly options: WorkerOptions;
  readonly close: () => Promise<void>;
}

/** The worker of a queue, its ports opened. */
export async function queueWorker(
  queue: Queue,
  environment: Environment,
  connection: NativeConnection,
): Promise<QueueWorker> {
  const { options, close } = await OWN[queue](environment);
  return {
    options: {
      connection,
      namespace: environment.temporal.namespace,
      taskQueue: QUEUES[queue],
      identity: `${queue}@${process.pid}`,
      // Cancels what runs and hands it over; another worker goes on from journal and checkpoint.
      shutdownGraceTime: '1 second',
      shutdownForceTime: '20 seconds',
      // Heartbeats carry money and checkpoints: what a dead worker last told should not be old.
      maxHeartbeatThrottleInterval: '5 seconds',
      interceptors: { activity: [() => ({ inbound: failureInterceptor })] },
      ...options,
    },
    close,
  };
}

type Own = (environment: Environment) => Promise<{
  readonly options: Partial<WorkerOptions>;
  readonly close: () => Promise<void>;
}>;

const OWN: Readonly<Record<Queue, Own>> = {
  workflow: async () => {
    // Its activities only wait.
    const options = { workflowBundle: await workflowCode(CACHE), activities: { followBuild } };
    return { options, close: nothing };
  },
  cpu: async (environment) => {
    const ports = await createCpuPorts(environment, SCRATCH);
    const options = {
      activities: { ...createCpuActivities(ports), ...createBatchActivities(ports) },
      maxConcurrentActivityTaskExecutions: CPU_ACTIVITIES,
    };
    return { options, close: ports.close };
  },
  gpu: async (environment) => {
    const ports = await createGpuPorts(environment, SCRATCH);
    const options = {
      activities: { ...createGpuActivities(ports) },
      maxConcurrentActivityTaskExecutions: environment.gpuActivities ?? gpuActivities(),
    };
    return { options, close: nothing };
  },
};

/**
 * One training at a time has a device to itself. Without one, two: a build's export does not wait for another's training,
 * and on two cores two trainings together did 1.3 to 1.6 times the rows of one after the other.
 */
const gpuActivities = (): number => (platform() === 'darwin' || existsSync('/dev/nvidiactl') ? 1 : 2);

const nothing = async (): Promise<void> => {};
