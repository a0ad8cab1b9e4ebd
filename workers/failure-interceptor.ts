import { ApplicationFailure } from '@temporalio/common';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';
import { FAILURES, StageFailure } from '../contracts/failure.ts';

/**
 * The one place where a foreseen failure becomes Temporal's: its kind is the type, its remedy says whether it is tried
 * again, and the endpoint's wish says when. All else passes untouched, bugs and cancellation alike.
 */
export const failureInterceptor: ActivityInboundCallsInterceptor = {
  execute: async (input, next) => {
    try {
      return await next(input);
    } catch (error) {
      throw error instanceof StageFailure ? asApplicationFailure(error) : error;
    }
  },
};

function asApplicationFailure(failure: StageFailure): ApplicationFailure {
  return ApplicationFailure.create({
    type: failure.kind,
    message: failure.message,
    nonRetryable: FAILURES[failure.kind].remedy !== 'try-again',
    details: [failure.details],
    ...(failure.retryAfterMs === undefined ? {} : { nextRetryDelay: failure.retryAfterMs }),
    ...(failure.cause instanceof Error ? { cause: failure.cause } : {}),
  });
}
