import {
  allHandlersFinished,
  ApplicationFailure,
  CancellationScope,
  CancelledFailure,
  condition,
  continueAsNew,
  defineQuery,
  isCancellation,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { BatchInput, BatchProgress, BatchResult, BatchStatus, BatchTask } from '../contracts/batch.ts';
import { batchIdOf, QUERIES } from '../contracts/names.ts';
import { type BatchBoard, createBatchBoard, NO_COST } from './batch-board.ts';
import { buildTask } from './batch-build.ts';
import { fillWindow } from './batch-window.ts';
import { asWorkflowFailure } from './build-failure.ts';
import { batch } from './stage-options.ts';

const batchStatus = defineQuery<BatchStatus>(QUERIES.batchStatus);
const batchIdKey = defineSearchAttributeKey('BatchId', 'KEYWORD');

/** Tasks read at once: their inputs are payloads, about 1 KB each. */
const PAGE = 25;

/**
 * Many tasks become models, a window of them at a time. One that fails is a row of the table and ends nothing. Continues
 * as new when its history is long enough; ends with `too-few-built` where fewer are done than it was asked for.
 */
export async function buildBatch(input: BatchInput): Promise<BatchResult> {
  const { workflowId, firstExecutionRunId } = workflowInfo();
  const batchId = batchIdOf(workflowId, firstExecutionRunId);
  const progress = input.progress ?? (await begin(batchId, input));
  const board = createBatchBoard(batchId, input.window, progress);
  const show = () => setCurrentDetails(board.markdown());
  setHandler(batchStatus, board.status, { description: 'Counts, window and rows of this batch' });
  const record = createRecord(input, progress, board);

  const next = await buildSegment(input, progress, board, show).catch(async (error: unknown) => {
    await record(isCancellation(error) ? 'cancelled' : 'failed');
    show();
    throw asWorkflowFailure(error);
  });

  if (next < progress.total) {
    const cost = await record('running');
    await goOn(input, progress, { board, next, cost, record });
  }
  return finish(input, progress, board, record).finally(show);
}

/** The first run reads the list of tasks, and makes the batch one that can be found. */
async function begin(batchId: string, { source }: BatchInput): Promise<BatchProgress> {
  upsertSearchAttributes([{ key: batchIdKey, value: batchId }]);
  const { total } = await batch.openBatch.executeWithOptions({ summary: 'Read the tasks' }, [{ batchId, source }]);
  const counts = { done: 0, failed: 0, cancelled: 0 };
  return { total, finished: 0, segments: 0, counts, cost: NO_COST, startedMs: Date.now() };
}

/** Builds the tasks of this run; gives the index of the first that is left. Every build that began has ended by then. */
function buildSegment(input: BatchInput, progress: BatchProgress, board: BatchBoard, show: () => void) {
  const from = progress.finished;
  const to = Math.min(progress.total, from + input.segment);
  const taskAt = createReader(board.batchId, from, to);
  return fillWindow({ window: input.window, from, to }, async (index) => {
    const task = await taskAt(index);
    await buildTask({ index, task, batchId: board.batchId, total: progress.total }, (row) => {
      board.set(row);
      show();
    });
  });
}

/** Tasks by their index, read in pages, each page once. */
function createReader(batchId: string, from: number, to: number): (index: number) => Promise<BatchTask> {
  const pages = new Map<number, Promise<readonly BatchTask[]>>();
  return async (index) => {
    const start = index - ((index - from) % PAGE);
    const page =
      pages.get(start) ??
      batch.readBatchTasks.executeWithOptions({ summary: `Read tasks from ${start + 1} on` }, [
        { batchId, from: start, to: Math.min(to, start + PAGE) },
      ]);
    pages.set(start, page);
    const task = (await page)[index - start];
    if (task === undefined)
      throw ApplicationFailure.nonRetryable(`task ${index + 1} of ${batchId} is not there`, 'store-corrupt');
    return task;
  };
}

type RecordAs = (state: BatchStatus['state']) => Promise<BatchProgress['cost']>;

/** Writes the rows of this run into the table, whatever becomes of the run; gives what the batch has paid so far. */
const createRecord =
  ({ minSuccess }: BatchInput, progress: BatchProgress, board: BatchBoard): RecordAs =>
  async (state) => {
    board.end(state);
    const { workflowId, historyLength } = workflowInfo();
    const { rows } = board.status();
    const { cost } = await CancellationScope.nonCancellable(() =>
      batch.recordBatch.executeWithOptions({ summary: `Record ${rows.length} rows` }, [
        {
          batchId: board.batchId,
          workflowId,
          state,
          total: progress.total,
          minSuccess,
          seconds: Math.round((Date.now() - progress.startedMs) / 100) / 10,
          segment: { version: 1, number: progress.segments, events: historyLength, rows: [...rows] },
        },
      ]),
    );
    return cost;
  };

interface Segment {
  readonly board: BatchBoard;
  readonly next: number;
  readonly cost: BatchProgress['cost'];
  readonly record: RecordAs;
}

/** The window is drained and recorded: the next run has an empty history. A cancelled batch does not go on. */
async function goOn(input: BatchInput, progress: BatchProgress, { board, next, cost, record }: Segment) {
  await condition(allHandlersFinished);
  if (CancellationScope.current().consideredCancelled) {
    await record('cancelled');
    throw new CancelledFailure('the batch was cancelled');
  }
  const { done, failed, cancelled } = board.status().counts;
  return continueAsNew<typeof buildBatch>({
    ...input,
    progress: {
      ...progress,
      finished: next,
      segments: progress.segments + 1,
      counts: { done, failed, cancelled },
      cost,
    },
  });
}

async function finish(
  { minSuccess }: BatchInput,
  { total }: BatchProgress,
  board: BatchBoard,
  record: RecordAs,
): Promise<BatchResult> {
  const { counts } = board.status();
  const isEnough = counts.done / total >= minSuccess;
  const cost = await record(isEnough ? 'done' : 'failed');
  const table = `batches/${board.batchId}/table.json`;
  await condition(allHandlersFinished);
  if (isEnough) return { batchId: board.batchId, total, counts, cost, table };
  throw ApplicationFailure.create({
    type: 'too-few-built',
    nonRetryable: true,
    message:
      `Only ${counts.done} of ${total} tasks were built, and ${minSuccess} of them was asked for: ` +
      `p2m batch status ${board.batchId} shows why, from ${table} in the store. What was built is kept.`,
  });
}
