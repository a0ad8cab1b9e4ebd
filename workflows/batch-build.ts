import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  ChildWorkflowFailure,
  ParentClosePolicy,
  startChild,
} from '@temporalio/workflow';
import {
  CancelledFailure,
  defineSearchAttributeKey,
  TerminatedFailure,
  WorkflowExecutionAlreadyStartedError,
} from '@temporalio/common';
import type { BatchRow, BatchTask } from '../contracts/batch.ts';
import type { BuildInput, BuildResult } from '../contracts/build.ts';
import { isFailureKind } from '../contracts/failure.ts';
import { buildIdOf, QUEUES, workflowIdOf, WORKFLOWS } from '../contracts/names.ts';
import { waiting } from './stage-options.ts';

const batchIdKey = defineSearchAttributeKey('BatchId', 'KEYWORD');

/** Below builds that a person waits for, which have the server's default, 3. */
const PRIORITY = 4;
/** As much of a message as one row of a table can bear. */
const MESSAGE_CHARS = 300;

interface Place {
  readonly index: number;
  readonly task: BatchTask;
  readonly batchId: string;
  readonly total: number;
}

type SoundTask = Extract<BatchTask, { state: 'sound' }>;

/**
 * Builds one task, and tells its row as it changes: a child of the same id as a build by hand, or, where that runs
 * already, the end of the one that runs. A build that fails is a row; only the batch's own cancellation is thrown, after
 * the child has ended.
 */
export async function buildTask(place: Place, tell: (row: BatchRow) => void): Promise<void> {
  const { index, task } = place;
  const empty = { index, name: task.name, buildId: null, joined: false, cost: null, verdict: null, score: null };
  if (task.state === 'bad') {
    tell({ ...empty, workflowId: null, state: 'failed', seconds: 0, failure: task.failure });
    return;
  }
  const startedMs = Date.now();
  let row: BatchRow = {
    ...empty,
    workflowId: workflowIdOf(task.name, task.taskHash),
    state: 'running',
    seconds: null,
    failure: null,
  };
  const change = (news: Partial<BatchRow>) => {
    row = { ...row, ...news };
    tell(row);
  };
  change({});
  try {
    change({ ...(await endOfBuild(place, task, change)), seconds: secondsSince(startedMs) });
  } catch (error) {
    change({ ...badEnd(error), seconds: secondsSince(startedMs) });
    if (CancellationScope.current().consideredCancelled) throw error;
  }
}

/** @throws what ends the child; the batch's cancellation */
async function endOfBuild(
  place: Place,
  task: SoundTask,
  change: (news: Partial<BatchRow>) => void,
): Promise<Partial<BatchRow>> {
  const { name, taskHash } = task;
  try {
    const child = await startBuild(place, task);
    change({ buildId: buildIdOf(name, taskHash, child.firstExecutionRunId) });
    return doneRow(await child.result());
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    change({ joined: true });
    const options = { summary: `Wait for ${name}, which is being built already` };
    return waiting.followBuild.executeWithOptions(options, [
      { workflowId: workflowIdOf(name, taskHash), name, taskHash },
    ]);
  }
}

const startBuild = ({ index, batchId, total }: Place, task: SoundTask) => {
  const { name, taskHash, config, operations, summary } = task;
  return startChild<(input: BuildInput) => Promise<BuildResult>>(WORKFLOWS.buildModel, {
    workflowId: workflowIdOf(name, taskHash),
    // One that has ended may be built again: what has not changed is found in the store.
    workflowIdReusePolicy: 'ALLOW_DUPLICATE',
    taskQueue: QUEUES.workflow,
    args: [{ version: 1, name, taskHash, config, operations }],
    // A batch that is terminated must not leave builds behind that spend money and that nobody watches. Termination in
    // turn would keep them from ending their trainers and from recording what they paid: they are asked to stop.
    parentClosePolicy: ParentClosePolicy.REQUEST_CANCEL,
    priority: { priorityKey: PRIORITY },
    typedSearchAttributes: [{ key: batchIdKey, value: batchId }],
    staticSummary: summary,
    staticDetails: `Task ${index + 1} of ${total} of the batch \`${batchId}\`. Its configuration: \`${config.uri}\``,
  });
};

const doneRow = ({ cost, verdict, score }: BuildResult): Partial<BatchRow> => ({
  state: 'done',
  cost,
  verdict: verdict.decision,
  score,
});

/** A row for a build that ended badly; what is no foreseen failure is a `bug`, as in the build's own record. */
function badEnd(error: unknown): Pick<BatchRow, 'state' | 'failure'> {
  const cause = rootOf(error);
  const message = (cause instanceof Error ? cause.message : String(cause)).slice(0, MESSAGE_CHARS);
  if (cause instanceof CancelledFailure || cause instanceof TerminatedFailure)
    return { state: 'cancelled', failure: { kind: 'cancelled', message } };
  const kind = cause instanceof ApplicationFailure && isFailureKind(cause.type) ? cause.type : 'bug';
  return { state: 'failed', failure: { kind, message } };
}

/** What happened, below the activity or the child in which it did. */
function rootOf(error: unknown): unknown {
  const isWrapper = error instanceof ChildWorkflowFailure || error instanceof ActivityFailure;
  return isWrapper && error.cause !== undefined ? rootOf(error.cause) : error;
}

const secondsSince = (startedMs: number): number => Math.round((Date.now() - startedMs) / 100) / 10;
