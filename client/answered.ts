import { isGrpcServiceError, QueryNotRegisteredError, QueryRejectedError, ServiceError } from '@temporalio/client';
import { CommandFailure } from './command-failure.ts';

/** How long a query is waited for: a worker that is there answers in tens of ms; one that trains beside it may be slow. */
export const QUERY_MS = 2_500;

/**
 * A query's answer; null where no worker answers it. That is a state of affairs, not an error: a request that needs no
 * worker tells a dead server.
 */
export async function answered<Answer>(query: Promise<Answer>): Promise<Answer | null> {
  try {
    return await query;
  } catch (error) {
    const isUnanswered =
      error instanceof CommandFailure ||
      error instanceof ServiceError ||
      error instanceof QueryNotRegisteredError ||
      error instanceof QueryRejectedError ||
      isGrpcServiceError(error);
    if (isUnanswered) return null;
    throw error;
  }
}
