import { createHash } from 'node:crypto';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { canonicalJson } from '../lib/store/canonical-json.ts';
import { CommandFailure } from './command-failure.ts';
import type { Temporal } from './connection.ts';
import type { FoundBuild } from './find-build.ts';

/**
 * Sends a decision to a build, and gives what the build made of it. The same decision is one update, however often it is sent.
 * @throws CommandFailure `not-waiting` where the build refuses it, with its reason
 */
export async function sendUpdate<Outcome>(
  temporal: Temporal,
  { buildId, workflowId, runId }: FoundBuild,
  name: string,
  decision: object,
): Promise<Outcome> {
  const digest = createHash('sha256').update(canonicalJson(decision)).digest('hex');
  try {
    return await temporal.call('sending the decision to the build', () =>
      temporal.client.workflow
        .getHandle(workflowId, runId)
        .executeUpdate<Outcome, [object]>(name, { args: [decision], updateId: `${name}-${digest.slice(0, 16)}` }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowUpdateFailedError)) throw error;
    throw new CommandFailure('not-waiting', `${buildId} refuses: ${error.cause?.message ?? error.message}.`, {
      cause: error,
    });
  }
}
