import { ActivityFailure, ApplicationFailure, isCancellation } from '@temporalio/workflow';
import { isFailureKind } from '../contracts/failure.ts';

/** What ended a build, as its record keeps it. */
export interface Ending {
  readonly kind: string;
  readonly message: string;
}

/** Kind and message of an error that a stage ended with; the kind of a bug is `bug`. */
export const endingOf = (error: unknown): Ending => ({
  kind: isCancellation(error) ? 'cancelled' : kindOf(error),
  message: messageOf(error),
});

/** Kind of a foreseen failure, wherever it was thrown; `bug` for anything else. */
export function kindOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof ApplicationFailure && typeof cause.type === 'string' ? cause.type : 'bug';
}

export function messageOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error ? cause.message : String(cause);
}

/** The error to end a workflow with: a foreseen failure keeps its kind, so that the command line can tell kinds apart. */
export function asWorkflowFailure(error: unknown): unknown {
  if (error instanceof ApplicationFailure || isCancellation(error)) return error;
  const kind = kindOf(error);
  if (!isFailureKind(kind)) return error;
  return ApplicationFailure.create({
    type: kind,
    message: messageOf(error),
    nonRetryable: true,
    ...(error instanceof Error ? { cause: error } : {}),
  });
}

const causeOf = (error: unknown): unknown => (error instanceof ActivityFailure ? error.cause : error);
