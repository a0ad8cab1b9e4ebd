import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { z } from 'zod';
import { pendingActivities, type PendingActivity } from '../../client/pending-activities.ts';
import { createS3Store } from '../../lib/store/s3-store.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { type BuildRecord, readBuildRecord } from '../../lib/trace/build-record.ts';
import { runCommand } from '../../test/support/worker-processes.ts';
import type { Place } from './place.ts';

/** What the server says of a build at one moment. */
export interface Glance {
  /** RUNNING, COMPLETED, CANCELLED, … */
  readonly execution: string;
  readonly stage: string;
  readonly awaitsReview: boolean;
  readonly pending: readonly PendingActivity[];
}

/** An activity that came to its end. */
export interface EndedActivity {
  readonly activity: string;
  readonly id: string;
  readonly attempts: number;
  /** Key of the manifest that says it is finished; null for one that writes none. */
  readonly manifest: string | null;
  readonly result: unknown;
}

/** A build that somebody submitted and left, and what watches it. */
export interface BuildInPlace {
  readonly buildId: string;
  readonly store: ObjectStore;
  readonly glance: () => Promise<Glance>;
  readonly cancel: () => Promise<void>;
  /** Answers the question about data sets: the first that was found. */
  readonly review: () => Promise<void>;
  /** In the order in which they were asked for. */
  readonly ended: () => Promise<readonly EndedActivity[]>;
  /** What the store keeps of it, once it has ended; null before. */
  readonly record: () => Promise<BuildRecord | null>;
  /** Of the finished build; a text that is no hash says why there is none. */
  readonly bundleHash: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const Submitted = z.object({ buildId: z.string(), workflowId: z.string() });
const WithRecord = z.looseObject({ record: z.looseObject({ manifest: z.string() }) });

export async function submitBuild({ environment, task }: Place): Promise<BuildInPlace> {
  const { json, output } = await runCommand(['build', task, '--yes', '--json', '--detach'], environment);
  const submitted = Submitted.safeParse(json);
  if (!submitted.success) throw new Error(`the build was not submitted: ${output}`);
  const { buildId, workflowId } = submitted.data;
  const connection = await Connection.connect({ address: environment.temporal.address });
  const handle = new Client({ connection }).workflow.getHandle(workflowId);
  const store = createS3Store({ ...environment.s3, bucket: environment.bucket, pathStyle: true });
  const record = () => readBuildRecord(store, buildId);
  return {
    buildId,
    store,
    record,
    bundleHash: async () => {
      const ended = await record();
      return ended?.bundle?.bundleHash ?? `no bundle (${ended?.state ?? 'no record'})`;
    },
    glance: async () => {
      const description = await handle.describe();
      const { BuildStage, AwaitingReview } = description.searchAttributes;
      return {
        execution: description.status.name,
        stage: String(BuildStage?.[0] ?? ''),
        awaitsReview: AwaitingReview?.[0] === true,
        pending: pendingActivities(description),
      };
    },
    cancel: async () => {
      await handle.cancel();
    },
    review: async () => {
      const reviewed = await runCommand(['review', buildId, '--use', '1'], environment);
      if (reviewed.exit !== 0) throw new Error(`the review was refused: ${reviewed.output}`);
    },
    ended: () => endedActivities(handle),
    close: () => connection.close(),
  };
}

async function endedActivities(handle: WorkflowHandle): Promise<readonly EndedActivity[]> {
  const { events } = await handle.fetchHistory();
  const asked = new Map<string, { readonly activity: string; readonly id: string; attempts: number }>();
  const ended: EndedActivity[] = [];
  for (const event of events ?? []) {
    const { activityTaskScheduledEventAttributes: scheduled, activityTaskStartedEventAttributes: started } = event;
    if (scheduled)
      asked.set(String(event.eventId), {
        activity: scheduled.activityType?.name ?? '',
        id: scheduled.activityId ?? '',
        attempts: 0,
      });
    const tried = asked.get(String(started?.scheduledEventId));
    if (tried) tried.attempts = started?.attempt ?? 1;
    const completed = event.activityTaskCompletedEventAttributes;
    const one = asked.get(String(completed?.scheduledEventId));
    if (!one) continue;
    const [payload] = completed?.result?.payloads ?? [];
    const result: unknown = payload?.data?.length ? JSON.parse(Buffer.from(payload.data).toString('utf8')) : null;
    const recorded = WithRecord.safeParse(result);
    ended.push({ ...one, manifest: recorded.success ? recorded.data.record.manifest : null, result });
  }
  return ended;
}
