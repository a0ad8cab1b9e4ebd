import { Client, Connection, type WorkflowHandleWithStartDetails } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createBatchActivities } from '../../activities/batch-activities.ts';
import { followBuild } from '../../activities/follow-build.ts';
import type { BatchInput, BatchTask } from '../../contracts/batch.ts';

import { batchIdOf, batchWorkflowIdOf, QUEUES, workflowIdOf, WORKFLOWS } from '../../contracts/names.ts';
import { hashOf } from '../../lib/store/canonical-json.ts';
import { putJson } from '../../lib/store/blobs.ts';
import { failureInterceptor } from '../../workers/failure-interceptor.ts';
import type { buildBatch, buildModel } from '../../workflows/index.ts';
import { INPUT } from './build-in-test.ts';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { type AllActivities, artifact } from './scripted-activities.ts';

let bundle: ReturnType<typeof bundleWorkflowCode> | null = null;

interface Servers {
  readonly address: string;
  readonly namespace: string;
}

/** Workers for batches on a real Temporal server: their own activities on a store in memory, those of builds as scripted. */
export async function withBatchWorkers(
  temporal: Servers,
  activities: AllActivities,
  use: (world: { readonly client: Client; readonly store: MemoryStore }) => Promise<void>,
): Promise<void> {
  if (bundle === null) Runtime.install({ logger: new DefaultLogger('ERROR') });
  bundle ??= bundleWorkflowCode({ workflowsPath: new URL('../../workflows/index.ts', import.meta.url).pathname });
  const native = await NativeConnection.connect({ address: temporal.address });
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  const store = createMemoryStore();
  const common = {
    connection: native,
    namespace: temporal.namespace,
    interceptors: { activity: [() => ({ inbound: failureInterceptor })] },
  };
  const cpu = { ...activities, ...createBatchActivities({ store }) };
  const workers = await Promise.all([
    Worker.create({
      ...common,
      taskQueue: QUEUES.workflow,
      workflowBundle: await bundle,
      activities: { followBuild },
    }),
    Worker.create({ ...common, taskQueue: QUEUES.cpu, activities: cpu }),
    Worker.create({ ...common, taskQueue: QUEUES.gpu, activities: { ...activities } }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  try {
    await use({ client, store });
  } finally {
    for (const worker of workers) worker.shutdown();
    await running;
    await Promise.all([native.close(), connection.close()]);
  }
}

export type BatchHandle = WorkflowHandleWithStartDetails<typeof buildBatch>;

/** Starts a batch of these tasks. Each test needs names of its own. */
export async function startBatch(
  { client, store }: { readonly client: Client; readonly store: MemoryStore },
  tasks: readonly BatchTask[],
  settings: Partial<BatchInput> = {},
): Promise<{ readonly handle: BatchHandle; readonly batchId: string }> {
  const workflowId = batchWorkflowIdOf('test', hashOf(tasks));
  const list = await putJson(store, { version: 1, tasks });
  const handle = await client.workflow.start<typeof buildBatch>(WORKFLOWS.buildBatch, {
    taskQueue: QUEUES.workflow,
    workflowId,
    args: [{ version: 1, source: { list }, window: 4, segment: 100, minSuccess: 0.5, progress: null, ...settings }],
  });
  return { handle, batchId: batchIdOf(workflowId, handle.firstExecutionRunId) };
}

/** A task that a batch can start. */
export const taskInTest = (name: string): Extract<BatchTask, { state: 'sound' }> => ({
  state: 'sound',
  name,
  taskHash: hashOf(name),
  config: artifact('0'),
  operations: INPUT.operations,
  summary: `the task ${name}`,
});

/** Starts a build as `p2m build` would. */
export const startBuildInTest = (client: Client, name: string) => {
  const { taskHash, config, operations } = taskInTest(name);
  return client.workflow.start<typeof buildModel>(WORKFLOWS.buildModel, {
    taskQueue: QUEUES.workflow,
    workflowId: workflowIdOf(name, taskHash),
    args: [{ version: 1, name, taskHash, config, operations }],
  });
};
