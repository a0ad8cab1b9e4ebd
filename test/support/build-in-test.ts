import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker';
import type { BuildInput, BuildResult } from '../../contracts/build.ts';
import { QUEUES, WORKFLOWS, workflowIdOf } from '../../contracts/names.ts';
import { failureInterceptor } from '../../workers/failure-interceptor.ts';
import type { AllActivities } from './scripted-activities.ts';
import { artifact } from './scripted-activities.ts';

/** A build that is not to end with its plan. */
export type BuildModel = (input: BuildInput) => Promise<BuildResult>;

let bundle: ReturnType<typeof bundleWorkflowCode> | null = null;

/** A build on a real Temporal server, with the activities of a test. Each test needs a name of its own. */
export async function buildInTest(
  temporal: { readonly address: string; readonly namespace: string },
  name: string,
  activities: AllActivities,
  use: (build: { readonly handle: WorkflowHandle<BuildModel>; readonly client: Client }) => Promise<void>,
  input: Partial<BuildInput> = {},
): Promise<void> {
  if (bundle === null) Runtime.install({ logger: new DefaultLogger('ERROR') });
  bundle ??= bundleWorkflowCode({ workflowsPath: new URL('../../workflows/index.ts', import.meta.url).pathname });
  const native = await NativeConnection.connect({ address: temporal.address });
  const connection = await Connection.connect({ address: temporal.address });
  const client = new Client({ connection, namespace: temporal.namespace });
  const common = { connection: native, namespace: temporal.namespace };
  const interceptors = { activity: [() => ({ inbound: failureInterceptor })] };
  const workers = await Promise.all([
    Worker.create({ ...common, taskQueue: QUEUES.workflow, workflowBundle: await bundle }),
    Worker.create({ ...common, taskQueue: QUEUES.cpu, activities: { ...activities }, interceptors }),
    Worker.create({ ...common, taskQueue: QUEUES.gpu, activities: { ...activities }, interceptors }),
  ]);
  const running = Promise.all(workers.map((worker) => worker.run()));
  try {
    const handle = await client.workflow.start<BuildModel>(WORKFLOWS.buildModel, {
      taskQueue: QUEUES.workflow,
      workflowId: workflowIdOf(name, 'a'.repeat(64)),
      args: [{ ...INPUT, name, ...input }],
    });
    await use({ handle, client });
  } finally {
    for (const worker of workers) worker.shutdown();
    await running;
    await Promise.all([native.close(), connection.close()]);
  }
}

export const INPUT: BuildInput = {
  version: 1,
  name: 'test',
  taskHash: 'a'.repeat(64),
  config: artifact('0'),
  operations: {
    budget: {},
    trainMinutes: 5,
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKeyEnv: null,
    price: { inputPer1M: 1, outputPer1M: 1 },
    reviewHours: 72,
    whenStuck: 'fail',
    fresh: false,
    until: null,
  },
};
