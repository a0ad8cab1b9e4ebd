import type { BuildStatus } from '../contracts/build.ts';
import { QUERIES } from '../contracts/names.ts';
import { answered, QUERY_MS } from './answered.ts';
import type { Temporal } from './connection.ts';
import type { FoundBuild } from './find-build.ts';
import { pendingActivities, type PendingActivity } from './pending-activities.ts';

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
    pending: pendingActivities(description),
    startedMs: description.startTime.getTime(),
    endedMs: description.closeTime?.getTime() ?? null,
  };
}
