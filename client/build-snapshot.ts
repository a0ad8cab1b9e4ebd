import type { WorkflowExecutionDescription } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import type { BuildStatus } from '../contracts/build.ts';
import { QUERIES } from '../contracts/names.ts';
import { answered, QUERY_MS } from './answered.ts';
import type { Temporal } from './connection.ts';
import type { FoundBuild } from './find-build.ts';

/** An activity that has not ended yet. */
export interface PendingActivity {
  readonly activity: string;
  /** From 1. */
  readonly attempt: number;
  /** A worker has it. */
  readonly running: boolean;
  /** What its last heartbeat said; whatever the activity sends. */
  readonly heartbeat: unknown;
  /** Why the attempt before failed, its kind first. */
  readonly lastFailure: string | null;
}

/** A build as it stands. */
export interface BuildSnapshot {
  readonly build: FoundBuild;
  /** As Temporal calls it: RUNNING, COMPLETED, FAILED, CANCELLED, TERMINATED, TIMED_OUT, … */
  readonly execution: string;
  /** Null where no worker of the queue `workflow` answers. */
  readonly status: BuildStatus | null;
  /** Search attribute `BuildStage`: the server knows it though no worker answers. */
  readonly stage: string | null;
  readonly pending: readonly PendingActivity[];
  readonly startedMs: number;
  readonly endedMs: number | null;
}

/** What Temporal and the build's workflow say now. Two requests. */
export async function readSnapshot(temporal: Temporal, build: FoundBuild): Promise<BuildSnapshot> {
  const handle = temporal.client.workflow.getHandle(build.workflowId, build.runId);
  const [description, status] = await Promise.all([
    temporal.call('describing the build', () => handle.describe()),
    answered(
      temporal.call(
        'asking for the state of the build',
        () => handle.query<BuildStatus>(QUERIES.buildStatus),
        QUERY_MS,
      ),
    ),
  ]);
  const stage = description.searchAttributes['BuildStage']?.[0];
  return {
    build,
    execution: description.status.name,
    status,
    stage: typeof stage === 'string' ? stage : null,
    pending: pendingOf(description),
    startedMs: description.startTime.getTime(),
    endedMs: description.closeTime?.getTime() ?? null,
  };
}

/** `PENDING_ACTIVITY_STATE_STARTED`, @see temporal.api.enums.v1.PendingActivityState */
const STARTED = 2;

function pendingOf({ raw }: WorkflowExecutionDescription): PendingActivity[] {
  return (raw.pendingActivities ?? []).map(({ activityType, attempt, heartbeatDetails, lastFailure, state }) => {
    const [payload] = heartbeatDetails?.payloads ?? [];
    const kind = lastFailure?.applicationFailureInfo?.type ?? '';
    const message = lastFailure?.message ?? '';
    return {
      activity: activityType?.name ?? 'activity',
      attempt: attempt ?? 1,
      running: Number(state) === STARTED,
      heartbeat: payload === undefined ? null : defaultPayloadConverter.fromPayload<unknown>(payload),
      lastFailure: lastFailure ? [kind, message].filter((part) => part !== '').join(': ') : null,
    };
  });
}
