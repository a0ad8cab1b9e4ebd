import { WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { BatchInput, BatchTask } from '../../contracts/batch.ts';
import { batchIdOf, batchWorkflowIdOf, QUEUES, workflowIdOf, WORKFLOWS } from '../../contracts/names.ts';
import { badTask, soundTask } from '../../lib/batch/batch-task.ts';
import { putJson } from '../../lib/store/blobs.ts';
import { hashOf } from '../../lib/store/canonical-json.ts';
import { inParallel } from '../../lib/store/in-parallel.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import type { Temporal } from '../connection.ts';
import { uploadTask } from '../prepare-task.ts';
import type { BadFile } from './collect-tasks.ts';
import type { ConfirmedTask } from './confirm-batch.ts';
import { type FoundBatch, latestRun } from './find-batch.ts';

/** Each is a few small requests to the store. */
const UPLOADS_AT_ONCE = 4;
/** Names in the summary that the Web UI shows in one line. */
const SUMMARY_NAMES = 5;

/** Tasks as a batch starts them, their rows and configurations stored; in the order given. */
export const uploadTasks = (
  store: ObjectStore,
  tasks: readonly (ConfirmedTask | BadFile)[],
): Promise<readonly BatchTask[]> =>
  inParallel(tasks, UPLOADS_AT_ONCE, async (task) =>
    'failure' in task
      ? badTask(task.name, task.failure)
      : soundTask(store, await uploadTask(task.prepared, store), task.operations),
  );

export interface StartedBatch {
  readonly batch: FoundBatch;
  /** It ran already: these settings and budgets are not in force. */
  readonly joined: boolean;
}

interface BatchWish {
  readonly name: string;
  readonly tasks: readonly BatchTask[];
  readonly settings: Pick<BatchInput, 'window' | 'segment' | 'minSuccess'>;
}

/** Starts a batch, or joins the one of the same name and tasks that runs; needs no worker. */
export async function startBatch(
  temporal: Temporal,
  store: ObjectStore,
  { name, tasks, settings }: BatchWish,
): Promise<StartedBatch> {
  const workflowId = batchWorkflowIdOf(name, hashOf(tasks.map(identityOf)));
  const list = await putJson(store, { version: 1, tasks });
  const input: BatchInput = { version: 1, source: { list }, ...settings, progress: null };
  try {
    const { firstExecutionRunId: runId } = await temporal.call('submitting the batch', () =>
      temporal.client.workflow.start(WORKFLOWS.buildBatch, {
        workflowId,
        taskQueue: QUEUES.workflow,
        args: [input],
        workflowIdConflictPolicy: 'FAIL',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        staticSummary: summaryOf(tasks.map((task) => task.name)),
        staticDetails: `${tasks.length} tasks, ${settings.window} at once. At least ${settings.minSuccess} of them must be built.`,
      }),
    );
    return { batch: { batchId: batchIdOf(workflowId, runId), workflowId, runId }, joined: false };
  } catch (error) {
    const running =
      error instanceof WorkflowExecutionAlreadyStartedError ? await latestRun(temporal, workflowId) : null;
    if (running === null) throw error;
    return { batch: running, joined: true };
  }
}

/** What makes a batch another batch: its tasks, however they are run. */
const identityOf = (task: BatchTask): string =>
  task.state === 'bad' ? `bad/${task.name}` : workflowIdOf(task.name, task.taskHash);

/** The first names, in a line. */
export function summaryOf(names: readonly string[]): string {
  const rest = names.length - SUMMARY_NAMES;
  return `${names.slice(0, SUMMARY_NAMES).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
