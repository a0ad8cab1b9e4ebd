import { z } from 'zod';
import { ArtifactRef, Sha256 } from './artifact.ts';
import { Cost, Verdict } from './report.ts';
import { BuildOperations, TaskConfig } from './task-config.ts';

/** What ended a build badly, or keeps a task from being built. */
const Failure = z.strictObject({ kind: z.string(), message: z.string() });

/** A task as it is kept for later builds; a blob, whose hash is the task's version. */
export const StoredTask = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  config: TaskConfig,
  operations: BuildOperations,
  /** The task file's own text, for people. */
  source: ArtifactRef,
});
export type StoredTask = Readonly<z.infer<typeof StoredTask>>;

/** `tasks/<name>.json`: names the version in force. */
export const StoredTaskPointer = z.strictObject({ version: z.literal(1), name: z.string(), current: ArtifactRef });
export type StoredTaskPointer = Readonly<z.infer<typeof StoredTaskPointer>>;

/** One task of a batch: what its build is started with, or why it cannot be built. */
export const BatchTask = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('sound'),
    name: z.string(),
    taskHash: Sha256,
    /** TaskConfig. */
    config: ArtifactRef,
    operations: BuildOperations,
    /** First words of the prompt. */
    summary: z.string(),
  }),
  z.strictObject({ state: z.literal('bad'), name: z.string(), failure: Failure }),
]);
export type BatchTask = Readonly<z.infer<typeof BatchTask>>;

/** The tasks of a batch in their order: `batches/<batch id>/tasks.json`. */
export const BatchTaskList = z.strictObject({ version: z.literal(1), tasks: z.array(BatchTask).min(1) });
export type BatchTaskList = Readonly<z.infer<typeof BatchTaskList>>;

/** What became of one task. */
export const BatchRow = z.strictObject({
  /** Place in the list, from 0. */
  index: z.int().nonnegative(),
  name: z.string(),
  workflowId: z.string().nullable(),
  buildId: z.string().nullable(),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** The build ran already, started by someone else: this batch only waited for its end. */
  joined: z.boolean(),
  /** From the wish to start it until its end was seen, queueing included. */
  seconds: z.number().nullable(),
  /** What the build paid; null while it is not known. */
  cost: Cost.nullable(),
  verdict: Verdict.shape.decision.nullable(),
  score: z.number().nullable(),
  failure: Failure.nullable(),
});
export type BatchRow = Readonly<z.infer<typeof BatchRow>>;

export const BatchCounts = z.strictObject({
  waiting: z.int(),
  running: z.int(),
  done: z.int(),
  failed: z.int(),
  cancelled: z.int(),
});
export type BatchCounts = Readonly<z.infer<typeof BatchCounts>>;

const BatchState = z.enum(['running', 'done', 'failed', 'cancelled']);

/** What one run of the workflow did before it continued as new, or ended: `batches/<batch id>/segments/<number>.json`. */
export const BatchSegment = z.strictObject({
  version: z.literal(1),
  /** From 0. */
  number: z.int().nonnegative(),
  /** Events in the run's history when it was recorded. */
  events: z.int().nonnegative(),
  rows: z.array(BatchRow),
});
export type BatchSegment = Readonly<z.infer<typeof BatchSegment>>;

/** Every row so far: `batches/<batch id>/table.json`, put together from the segments. */
export const BatchTable = z.strictObject({
  version: z.literal(1),
  batchId: z.string(),
  workflowId: z.string(),
  /** `failed`: fewer were built than the batch asks for. */
  state: BatchState,
  total: z.int(),
  /** Share of the tasks, 0 to 1, that must be done. */
  minSuccess: z.number(),
  counts: BatchCounts,
  /** Since the batch began. */
  seconds: z.number(),
  /** Paid by the builds that this batch started. */
  cost: Cost,
  segments: z.array(z.strictObject({ number: z.int(), rows: z.int(), events: z.int() })),
  rows: z.array(BatchRow),
});
export type BatchTable = Readonly<z.infer<typeof BatchTable>>;

/** Where the tasks of a batch are: a BatchTaskList as it was submitted, or stored tasks, read anew when the batch begins. */
export type BatchSource = { readonly list: ArtifactRef } | { readonly stored: readonly string[] };

/** Argument of the workflow `buildBatch`. */
export interface BatchInput {
  readonly version: 1;
  readonly source: BatchSource;
  /** Builds at once. */
  readonly window: number;
  /** Tasks of one run, after which it continues as new. */
  readonly segment: number;
  readonly minSuccess: number;
  /** Handed on by the run before; null in the first. */
  readonly progress: BatchProgress | null;
}

export interface BatchProgress {
  readonly total: number;
  /** Tasks with a row. */
  readonly finished: number;
  /** Segments recorded. */
  readonly segments: number;
  readonly counts: Pick<BatchCounts, 'done' | 'failed' | 'cancelled'>;
  readonly cost: Cost;
  /** Ms since 1970, of the workflow's clock. */
  readonly startedMs: number;
}

/** Answer of the query `batchStatus`. */
export interface BatchStatus {
  readonly batchId: string;
  readonly state: z.infer<typeof BatchState>;
  readonly total: number;
  readonly window: number;
  readonly counts: BatchCounts;
  /** Paid by builds that were recorded or are done. */
  readonly cost: Cost;
  /** Index of the first task of this run; rows of earlier ones are in the table. */
  readonly from: number;
  readonly rows: readonly BatchRow[];
}

/** Result of the workflow `buildBatch`. */
export interface BatchResult {
  readonly batchId: string;
  readonly total: number;
  readonly counts: BatchCounts;
  readonly cost: Cost;
  /** Key of the BatchTable in the store. */
  readonly table: string;
}

export interface OpenBatchInput {
  readonly batchId: string;
  readonly source: BatchSource;
}

export interface ReadBatchTasksInput {
  readonly batchId: string;
  /** Indices, `from` included, `to` not. */
  readonly from: number;
  readonly to: number;
}

export interface RecordBatchInput {
  readonly batchId: string;
  readonly workflowId: string;
  readonly state: z.infer<typeof BatchState>;
  readonly total: number;
  readonly minSuccess: number;
  readonly seconds: number;
  readonly segment: BatchSegment;
}

export interface FollowBuildInput {
  readonly workflowId: string;
  readonly name: string;
  readonly taskHash: string;
}

/** How a build ended that someone else had started. */
export type FollowedBuild = Pick<BatchRow, 'buildId' | 'cost' | 'verdict' | 'score' | 'failure'> & {
  readonly state: 'done' | 'failed' | 'cancelled';
};

/** Activities of a batch on the queue `cpu`. */
export interface BatchActivities {
  /** Fixes the list of tasks; the same list for every attempt. */
  readonly openBatch: (input: OpenBatchInput) => Promise<{ readonly total: number }>;
  readonly readBatchTasks: (input: ReadBatchTasksInput) => Promise<readonly BatchTask[]>;
  /** Adds a segment to the table; gives what the batch has paid so far. */
  readonly recordBatch: (input: RecordBatchInput) => Promise<{ readonly cost: Cost }>;
}

/**
 * Activities on the queue `workflow`. They only wait, for as long as a build takes: on the queue `cpu` those that wait
 * could take every slot from the builds that they wait for.
 */
export interface WaitingActivities {
  readonly followBuild: (input: FollowBuildInput) => Promise<FollowedBuild>;
}
