import { z } from 'zod';
import { ArtifactRef } from './artifact.ts';
import { Budget, Price } from './budget.ts';
import { Family } from './family.ts';
import { Metric, TaskKind } from './task-file.ts';

/** One label and what it means, where the user said so. */
export const Label = z.strictObject({ name: z.string(), description: z.string().nullable() });
export type Label = Readonly<z.infer<typeof Label>>;

/** What an output must satisfy; checked without the teacher. */
export const Constraints = z.strictObject({
  /** Regular expression that the whole output must match. */
  pattern: z.string().nullable(),
  /** The output must stand in the input, word for word. */
  fromInput: z.boolean(),
  maxChars: z.int().positive().nullable(),
  /** Labels and spans: an output is a list of them, written as a JSON array without spaces (`["a","b"]`, `[]`). */
  several: z.boolean().default(false),
  /** Labels are steps of a scale, in their order. */
  ordered: z.boolean().default(false),
  /** Spans: what an input without one is answered with, beside the empty list; null: every input has one. */
  none: z.string().nullable().default(null),
  /** Structured outputs: JSON Schema (draft 2020-12) that the output keeps, which is then canonical JSON. */
  schema: z.record(z.string(), z.unknown()).nullable().default(null),
});
export type Constraints = Readonly<z.infer<typeof Constraints>>;

/**
 * The effective configuration that can change the result: flags over task file over defaults, files by content.
 * Its canonical JSON, each reference reduced to its `sha256`, gives the task hash.
 */
export const TaskConfig = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  prompt: z.string().min(1),
  /** Gold rows that may be shown to the teacher: JSONL of GoldRow, or null. */
  examples: ArtifactRef.nullable(),
  /** Gold rows kept for the verdict: JSONL of GoldRow, or null. */
  test: ArtifactRef.nullable(),
  kind: TaskKind.nullable(),
  labels: z.array(Label).nullable(),
  constraints: Constraints,
  metric: Metric.nullable(),
  teacher: z.strictObject({
    model: z.string(),
    /** Names the endpoint in journal keys: the base URL unless the task names one. */
    identity: z.string(),
    votes: z.int().positive(),
  }),
  retrieve: z.strictObject({
    policy: z.enum(['ask', 'auto', 'none']),
    /** Whether the hub is searched. */
    hub: z.boolean(),
    /** SourceSnapshot of the local files and folders that are searched, or null. */
    sources: ArtifactRef.nullable(),
  }),
  generate: z.strictObject({
    rows: z.int().positive().nullable(),
    testRows: z.int().positive(),
    rounds: z.int().positive(),
  }),
  student: z.strictObject({
    baseModel: z.string().nullable(),
    /** Null: all that make students for the kind. */
    families: z.array(Family).nullable().default(null),
    /** Of all that a prediction reads. */
    maxBytes: z.int().positive().nullable().default(null),
    /** Median of one row on one thread. */
    maxLatencyMs: z.number().positive().nullable().default(null),
    /** What a base model's licence may be, in small letters; null: any. */
    licenses: z.array(z.string()).nullable().default(null),
  }),
  train: z.strictObject({
    steps: z.int().positive().nullable(),
    /** Trainings of each candidate at the most. */
    trials: z.int().positive().default(1),
  }),
  gate: z.strictObject({ margin: z.number(), openings: z.int().positive() }),
  seed: z.int().nonnegative(),
});
export type TaskConfig = Readonly<z.infer<typeof TaskConfig>>;

/** How a build is run: changes what it costs, never what it is. Stays out of the task hash. */
export const BuildOperations = z.strictObject({
  budget: Budget,
  trainMinutes: z.number().positive(),
  baseUrl: z.string(),
  /** Name of the environment variable that holds the key for `baseUrl`; null: the worker's own `OPENAI_API_KEY`, for its own host only. */
  apiKeyEnv: z.string().nullable(),
  /** Null where none is known; then the budget caps tokens. */
  price: Price.nullable(),
  /** How long a review of datasets waits for a person. */
  reviewHours: z.number().positive(),
  /** What a failure does that a person can mend: `park` waits for `resumeBuild`; `fail` ends the build, where nobody watches. */
  whenStuck: z.enum(['park', 'fail']),
  /** Run finished stages again. Calls that were paid are still not paid twice. */
  fresh: z.boolean(),
  /** `plan`: the build ends after its pilot, with the plan; null: it goes to its end. */
  until: z.literal('plan').nullable(),
});
export type BuildOperations = Readonly<z.infer<typeof BuildOperations>>;
