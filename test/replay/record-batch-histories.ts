import { mkdir, writeFile } from 'node:fs/promises';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { StageFailure } from '../../contracts/failure.ts';
import { startTemporalServer } from '../../infra/local/temporal-server.ts';
import {
  type BatchHandle,
  startBatch,
  startBuildInTest,
  taskInTest,
  withBatchWorkers,
} from '../support/batch-in-test.ts';
import { createGate } from '../support/gate.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';

/**
 * Writes the histories that `build-batch.test.ts` replays: `node --import tsx test/replay/record-batch-histories.ts`.
 * Run it on purpose only: an old history that no longer replays means that batches under way would break.
 */
const folder = new URL('batch-histories/', import.meta.url);

async function keep(scene: string, handle: Pick<WorkflowHandle, 'fetchHistory'>): Promise<void> {
  // Stack traces name folders of the machine that recorded them, and replay does not look at them.
  const history = historyToJSON(await handle.fetchHistory()).replace(
    /"stackTrace": "(?:[^"\\]|\\.)*"/g,
    '"stackTrace": ""',
  );
  await writeFile(new URL(`${scene}.json`, folder), `${history}\n`);
}

/** Five tasks, two of which fail, in runs of three: the first continues as new, the second ends. */
async function recordContinued(temporal: Parameters<typeof withBatchWorkers>[0]): Promise<void> {
  const { activities } = scriptedActivities({
    parseTask: (input) =>
      /[13]$/.test(input.build.name)
        ? Promise.reject(new StageFailure('prompt-unclear', 'nobody understands it'))
        : scriptedActivities().activities.parseTask(input),
  });
  await withBatchWorkers(temporal, activities, async (world) => {
    const tasks = Array.from({ length: 5 }, (_, at) => taskInTest(`recorded-${at}`));
    const { handle } = await startBatch(world, tasks, { window: 2, segment: 3 });
    await handle.result();
    const { workflow } = world.client;
    await keep('continued-as-new', workflow.getHandle(handle.workflowId, handle.firstExecutionRunId));
    await keep('last-run', workflow.getHandle(handle.workflowId));
  });
}

/** One build is joined, one is the batch's own, and the batch is cancelled while both run. */
async function recordCancelled(temporal: Parameters<typeof withBatchWorkers>[0]): Promise<void> {
  const gate = createGate();
  const { activities } = scriptedActivities({
    parseTask: async (input) => {
      await gate.pass();
      return scriptedActivities().activities.parseTask(input);
    },
  });
  await withBatchWorkers(temporal, activities, async (world) => {
    const foreign = await startBuildInTest(world.client, 'recorded-foreign');
    const tasks = ['recorded-foreign', 'recorded-own', 'recorded-late'].map(taskInTest);
    const { handle } = await startBatch(world, tasks, { window: 2 });
    await gate.reached(2);
    await joined(handle);
    await handle.cancel();
    await handle.result().catch(() => null);
    await keep('joined-and-cancelled', handle);
    await foreign.cancel();
    await foreign.result().catch(() => null);
  });
}

/** Resolves when the batch waits for a build that it did not start. */
async function joined(handle: BatchHandle): Promise<void> {
  for (;;) {
    const { rows } = await handle.query<{ readonly rows: readonly { readonly joined: boolean }[] }>('batchStatus');
    if (rows.some((row) => row.joined)) return;
  }
}

const server = await startTemporalServer({ dbFile: null });
try {
  await mkdir(folder, { recursive: true });
  const temporal = { address: server.address, namespace: 'default' };
  await recordContinued(temporal);
  await recordCancelled(temporal);
} finally {
  await server.stop();
}
