import { HubApiError } from '@huggingface/hub';
import { StageFailure } from '../../contracts/failure.ts';

/** What `fetch` says of a connection that was never made, or broke while the answer came. */
const BROKEN = /fetch failed|terminated|network|aborted/i;

/**
 * Gives what the hub's client throws a kind. Failures that have one, and errors that are no word of the hub or the
 * network, go on as they are.
 * @throws StageFailure `hub-unreachable`
 */
export async function inHubTerms<Result>(
  endpoint: string,
  doing: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    const ofNetwork = cause instanceof TypeError && BROKEN.test(cause.message);
    if (!(cause instanceof HubApiError) && !ofNetwork) throw cause;
    throw new StageFailure('hub-unreachable', `${doing} at ${endpoint}: ${cause.message}`, { cause });
  }
}
