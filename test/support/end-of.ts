import { WorkflowFailedError } from '@temporalio/client';

/** What ended a workflow, as its client sees it. */
export const endOf = (result: Promise<unknown>): Promise<unknown> =>
  result.then(
    () => 'completed',
    (error: unknown) => (error instanceof WorkflowFailedError ? error.cause : error),
  );
