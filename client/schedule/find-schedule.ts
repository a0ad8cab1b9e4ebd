import { type ScheduleDescription, type ScheduleHandle, ScheduleNotFoundError } from '@temporalio/client';
import { WORKFLOWS } from '../../contracts/names.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Temporal } from '../connection.ts';

export interface FoundSchedule {
  readonly handle: ScheduleHandle;
  readonly description: ScheduleDescription;
}

/**
 * A schedule of batches by its name; other workflows' schedules are left alone.
 * @throws CommandFailure `schedule-unknown`
 */
export async function findSchedule(temporal: Temporal, name: string): Promise<FoundSchedule> {
  const handle = temporal.client.schedule.getHandle(name);
  try {
    const description = await temporal.call('looking the schedule up', () => handle.describe());
    if (description.action.workflowType === WORKFLOWS.buildBatch) return { handle, description };
  } catch (error) {
    if (!(error instanceof ScheduleNotFoundError)) throw error;
  }
  throw new CommandFailure(
    'schedule-unknown',
    `No schedule is called "${name}": npm run p2m -- schedule list shows them all.`,
  );
}
