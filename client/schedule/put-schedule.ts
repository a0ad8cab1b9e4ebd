import { ScheduleAlreadyRunning, type ScheduleOptions } from '@temporalio/client';
import type { BatchInput } from '../../contracts/batch.ts';
import { QUEUES, scheduledBatchIdOf, WORKFLOWS } from '../../contracts/names.ts';
import { summaryOf } from '../batch/start-batch.ts';
import type { Temporal } from '../connection.ts';
import { findSchedule } from './find-schedule.ts';
import type { ScheduleSettings } from './schedule-settings.ts';

export interface WantedSchedule extends ScheduleSettings {
  readonly name: string;
  /** Names of stored tasks. */
  readonly tasks: readonly string[];
  readonly batch: Pick<BatchInput, 'window' | 'segment' | 'minSuccess'>;
  readonly note: string | null;
}

/** Makes a schedule, or changes the one of that name; whether that one is paused stays as it is. */
export async function putSchedule(temporal: Temporal, wanted: WantedSchedule): Promise<'created' | 'changed'> {
  const { name, spec, policies, note } = wanted;
  const action = actionOf(wanted);
  const state = note === null ? {} : { note };
  try {
    await temporal.call('making the schedule', () =>
      temporal.client.schedule.create({ scheduleId: name, spec, policies, action, state }),
    );
    return 'created';
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  const { handle } = await findSchedule(temporal, name);
  await temporal.call('changing the schedule', () =>
    handle.update((before) => ({ spec, policies, action, state: { ...before.state, ...state } })),
  );
  return 'changed';
}

/** Names tasks, not their content: each firing reads them as they are then. */
function actionOf({ name, tasks, batch, text }: WantedSchedule): ScheduleOptions['action'] {
  const input: BatchInput = { version: 1, source: { stored: tasks }, ...batch, progress: null };
  return {
    type: 'startWorkflow',
    workflowType: WORKFLOWS.buildBatch,
    workflowId: scheduledBatchIdOf(name),
    taskQueue: QUEUES.workflow,
    args: [input],
    staticSummary: `${summaryOf(tasks)} (${text})`,
  };
}
