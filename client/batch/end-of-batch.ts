import { ApplicationFailure, WorkflowFailedError } from '@temporalio/client';
import { DETACHED_EXIT, exitOfKind } from '../command-failure.ts';
import type { Temporal } from '../connection.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { VerbResult } from '../verb.ts';
import { batchLines } from './batch-lines.ts';
import type { FoundBatch } from './find-batch.ts';
import type { BatchView } from './read-batch.ts';

/** What is said when a batch was left to itself by Ctrl-C. */
export function detachedBatch(batch: FoundBatch, terminal: Terminal): VerbResult {
  terminal.say(`The batch goes on. To watch it again: npm run p2m -- batch status ${batch.batchId} --follow`);
  return { exit: DETACHED_EXIT, json: { ...batch, state: 'running' } };
}

/** Shows the table of a batch that is over, and gives the exit code: 0 where all is built, else that of why not. */
export async function endBatch(
  temporal: Temporal,
  batch: FoundBatch,
  view: BatchView,
  terminal: Terminal,
): Promise<VerbResult> {
  for (const line of batchLines(view, terminal.palette)) terminal.say(line);
  const error = await failureOf(temporal, batch, view);
  if (error === null) return { exit: 0, json: batchJson(view) };
  terminal.complain(`${error.kind}: ${error.message}`);
  return { exit: exitOfKind(error.kind), json: { ...batchJson(view), error } };
}

/** A batch and its rows, for `--json`. */
export const batchJson = (view: BatchView): Readonly<Record<string, unknown>> => ({
  batchId: view.batchId,
  workflowId: view.workflowId,
  state: view.state,
  total: view.total,
  counts: view.counts,
  cost: view.cost,
  seconds: view.seconds,
  rows: view.rows,
});

interface Failure {
  readonly kind: string;
  readonly message: string;
}

async function failureOf(temporal: Temporal, batch: FoundBatch, { state, counts }: BatchView): Promise<Failure | null> {
  const missing = (counts?.failed ?? 0) + (counts?.cancelled ?? 0);
  if (state === 'cancelled') return { kind: 'cancelled', message: 'the batch was cancelled' };
  if (state === 'failed') return reasonOf(temporal, batch);
  if (missing === 0) return null;
  return { kind: 'not-all-built', message: `${missing} of ${missing + (counts?.done ?? 0)} tasks were not built` };
}

async function reasonOf(temporal: Temporal, { workflowId, runId }: FoundBatch): Promise<Failure> {
  try {
    await temporal.call('reading how the batch ended', () =>
      temporal.client.workflow.getHandle(workflowId, runId).result(),
    );
    throw new Error(`the batch ${workflowId} failed and has a result`);
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    const { cause, message } = error;
    const kind = cause instanceof ApplicationFailure && typeof cause.type === 'string' ? cause.type : 'build-failed';
    return { kind, message: cause?.message ?? message };
  }
}
