import type { WorkflowExecutionDescription } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';

/** An activity that has not ended yet. */
export interface PendingActivity {
  readonly activity: string;
  /** Unique in its workflow. */
  readonly id: string;
  /** From 1. */
  readonly attempt: number;
  /** A worker has it. */
  readonly running: boolean;
  /** What its last heartbeat said; whatever the activity sends. */
  readonly heartbeat: unknown;
  /** Why the attempt before failed, its kind first. */
  readonly lastFailure: string | null;
}

/** `PENDING_ACTIVITY_STATE_STARTED`, @see temporal.api.enums.v1.PendingActivityState */
const STARTED = 2;

/** Activities of a workflow that have not ended. */
export function pendingActivities({ raw }: WorkflowExecutionDescription): PendingActivity[] {
  return (raw.pendingActivities ?? []).map(
    ({ activityId, activityType, attempt, heartbeatDetails, lastFailure, state }) => {
      const [payload] = heartbeatDetails?.payloads ?? [];
      const kind = lastFailure?.applicationFailureInfo?.type ?? '';
      const message = lastFailure?.message ?? '';
      return {
        activity: activityType?.name ?? 'activity',
        id: activityId ?? '',
        attempt: attempt ?? 1,
        running: Number(state) === STARTED,
        heartbeat: payload === undefined ? null : defaultPayloadConverter.fromPayload<unknown>(payload),
        lastFailure: lastFailure ? [kind, message].filter((part) => part !== '').join(': ') : null,
      };
    },
  );
}
