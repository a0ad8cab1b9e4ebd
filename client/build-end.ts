import { ApplicationFailure, CancelledFailure, TerminatedFailure, WorkflowFailedError } from '@temporalio/client';
import type { BuildResult } from '../contracts/build.ts';
import type { Temporal } from './connection.ts';
import type { FoundBuild } from './find-build.ts';

/** How a build ended. */
export type BuildEnd =
  | { readonly state: 'done'; readonly result: BuildResult }
  | { readonly state: 'failed'; readonly kind: string; readonly message: string }
  | { readonly state: 'cancelled'; readonly message: string };

/** The end of a build that is over. */
export async function readEnd(temporal: Temporal, build: FoundBuild): Promise<BuildEnd> {
  const handle = temporal.client.workflow.getHandle<() => Promise<BuildResult>>(build.workflowId, build.runId);
  try {
    return { state: 'done', result: await temporal.call('reading how the build ended', () => handle.result()) };
  } catch (error) {
    if (!(error instanceof WorkflowFailedError)) throw error;
    return endOf(error);
  }
}

function endOf({ cause, message }: WorkflowFailedError): BuildEnd {
  if (cause instanceof CancelledFailure) return { state: 'cancelled', message: 'the build was cancelled' };
  if (cause instanceof TerminatedFailure)
    return { state: 'cancelled', message: `the build was terminated: ${cause.message}` };
  const kind = cause instanceof ApplicationFailure && typeof cause.type === 'string' ? cause.type : 'build-failed';
  return { state: 'failed', kind, message: cause?.message ?? message };
}
