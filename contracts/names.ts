/** Names that the outside relies on: queues, workflows, messages, search attributes, stages. Free of zod: workflows import values from here. */

export const QUEUES = { workflow: 'workflow', cpu: 'cpu', gpu: 'gpu' } as const;
export type Queue = keyof typeof QUEUES;

export const WORKFLOWS = { buildModel: 'buildModel', buildBatch: 'buildBatch' } as const;

export const QUERIES = { buildStatus: 'buildStatus', batchStatus: 'batchStatus' } as const;

export const UPDATES = { reviewDatasets: 'reviewDatasets', resumeBuild: 'resumeBuild' } as const;

/** Search attributes a build sets, with the type the server registers each under. */
export const SEARCH_ATTRIBUTES = {
  BuildStage: 'KEYWORD',
  AwaitingReview: 'BOOL',
  ParkedFor: 'KEYWORD',
  TaskKind: 'KEYWORD',
  BatchId: 'KEYWORD',
  Verdict: 'KEYWORD',
  BestScore: 'DOUBLE',
} as const;

/** The stages of a build, in the order they run. */
export const STAGES = [
  'parse',
  'discover',
  'review',
  'import',
  'holdout',
  'pilot',
  'generate',
  'assemble',
  'select',
  'train',
  'export',
  'evaluate',
  'package',
] as const;
export type Stage = (typeof STAGES)[number];

/** Workflow id of a task: a running one is joined, a finished one may be built again. */
export const workflowIdOf = (name: string, taskHash: string): string => `build/${name}-${taskHash.slice(0, 12)}`;

/**
 * Build id of one run of that workflow. `firstRunId` is a UUID whose last 8 hex digits are kept: servers give UUIDs of
 * version 7, which begin with the time, so that builds of the same minute would share the first ones.
 */
export const buildIdOf = (name: string, taskHash: string, firstRunId: string): string =>
  `${name}-${taskHash.slice(0, 12)}-${firstRunId.slice(-8)}`;

/** Workflow id of a batch, from the hash of its tasks' workflow ids: the same tasks join the batch that runs. */
export const batchWorkflowIdOf = (name: string, tasksHash: string): string => `batch/${name}-${tasksHash.slice(0, 12)}`;

/** Workflow id that a schedule gives its batches; the server appends `-<ISO time>` at each firing. */
export const scheduledBatchIdOf = (schedule: string): string => `batch/${schedule}`;

/** Batch id of one execution, runs that continue it included. Colons of a schedule's times go: keys become file names. */
export const batchIdOf = (workflowId: string, firstRunId: string): string =>
  `${workflowId.replace(/^batch\//, '').replaceAll(':', '')}-${firstRunId.slice(-8)}`;
