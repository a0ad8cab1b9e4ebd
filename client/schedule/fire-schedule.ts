import type { Temporal } from '../connection.ts';
import type { FoundSchedule } from './find-schedule.ts';

/**
 * Fires a schedule now, under its own overlap policy: the client's default would let batches overlap, and the server does
 * not watch such batches, so that none would pause the schedule. `skipped` where the batch before still runs and the
 * policy is to skip.
 */
export async function fireSchedule(
  temporal: Temporal,
  { handle, description }: FoundSchedule,
): Promise<'fired' | 'skipped'> {
  const overlap = description.policies.overlap ?? 'SKIP';
  if (overlap === 'SKIP' && description.info.runningActions.length > 0) return 'skipped';
  await temporal.call('firing the schedule', () => handle.trigger(overlap));
  return 'fired';
}
