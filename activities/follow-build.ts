import { Context } from '@temporalio/activity';
import { ApplicationFailure, CancelledFailure, TerminatedFailure, WorkflowFailedError } from '@temporalio/client';
import { z } from 'zod';
import type { FollowedBuild, WaitingActivities } from '../contracts/batch.ts';
import { isFailureKind } from '../contracts/failure.ts';
import { buildIdOf } from '../contracts/names.ts';
import { Cost, Verdict } from '../contracts/report.ts';

/** Well below the heartbeat time-out of 30 s. The wait is the server's: it says so itself when the build has ended. */
const BEAT_MS = 5_000;

/** The run that is followed; a later attempt follows the same, though the task may be built again by then. */
const Followed = z.object({ runId: z.string() });

/** As much of a build's result as a row tells. */
const Result = z.object({ verdict: Verdict, score: z.number(), cost: Cost });

/** Waits for the end of the build that runs under a workflow id, or that ran last, and says how it ended. */
export const followBuild: WaitingActivities['followBuild'] = async ({ workflowId, name, taskHash }) => {
  const context = Context.current();
  const before = Followed.safeParse(context.info.heartbeatDetails);
  const { workflow } = context.client;
  const runId = before.success ? before.data.runId : (await workflow.getHandle(workflowId).describe()).runId;
  const beat = () => context.heartbeat({ runId });
  beat();
  const timer = setInterval(beat, BEAT_MS);
  try {
    const end = await context.client.withAbortSignal(context.cancellationSignal, () =>
      endOf(workflow.getHandle(workflowId, runId).result()),
    );
    return { ...end, buildId: buildIdOf(name, taskHash, runId) };
  } catch (error) {
    // An aborted wait fails as a call that was cut off: what matters is that it was cancelled.
    context.cancellationSignal.throwIfAborted();
    throw error;
  } finally {
    clearInterval(timer);
  }
};

async function endOf(result: Promise<unknown>): Promise<Omit<FollowedBuild, 'buildId'>> {
  try {
    const { verdict, score, cost } = Result.parse(await result);
    return { state: 'done', verdict: verdict.decision, score, cost, failure: null };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return { ...badEnd(error), verdict: null, score: null, cost: null };
  }
}

function badEnd({ cause, message }: WorkflowFailedError): Pick<FollowedBuild, 'state' | 'failure'> {
  const said = cause?.message ?? message;
  if (cause instanceof CancelledFailure || cause instanceof TerminatedFailure)
    return { state: 'cancelled', failure: { kind: 'cancelled', message: said } };
  const kind = cause instanceof ApplicationFailure && isFailureKind(cause.type) ? cause.type : 'bug';
  return { state: 'failed', failure: { kind, message: said } };
}
