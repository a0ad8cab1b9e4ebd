import { z } from 'zod';
import { Family } from './family.ts';
import { Metric } from './task-file.ts';

/** What is cut out of a trained student before it is trained again: shares, 0 to below 1. */
export const Pruning = z.strictObject({
  /** Of all attention heads. */
  heads: z.number().min(0).lt(1),
  /** Of each layer's feed-forward units. */
  feedForward: z.number().min(0).lt(1),
  layers: z.number().min(0).lt(1),
});
export type Pruning = Readonly<z.infer<typeof Pruning>>;

/** What a student can be made of. */
export const StudentCandidate = z.strictObject({
  family: Family,
  /** As a task file would name it; `minilm`: the one that the trainer carries; null: nothing pretrained. */
  base: z.string().nullable(),
  /** What is cut out of the trained student, which then teaches the rest; absent: nothing. */
  pruned: Pruning.optional(),
  /** Its vocabulary is what the training rows use of the base model's; absent: all of it. */
  trimmed: z.literal(true).optional(),
});
export type StudentCandidate = Readonly<z.infer<typeof StudentCandidate>>;

/** Something that was not tried, and why. */
export const LeftOut = z.strictObject({ what: z.string(), reason: z.string() });
export type LeftOut = Readonly<z.infer<typeof LeftOut>>;

/** Settings that a trial changes; what is absent is as the family's recipe has it. */
export const SettingChanges = z
  .strictObject({
    learningRate: z.number().positive(),
    batchSize: z.int().positive(),
    epochs: z.int().positive(),
    warmupShare: z.number().min(0).max(1),
    weightDecay: z.number().nonnegative(),
    dropout: z.number().min(0).lt(1),
    distil: z.enum(['filter', 'weight', 'soft']),
    alpha: z.number().min(0).max(1),
    classWeights: z.boolean(),
    loraRank: z.int().positive(),
  })
  .partial();
export type SettingChanges = Readonly<z.infer<typeof SettingChanges>>;

/** One training of a candidate. */
export const Trial = z.strictObject({
  candidate: StudentCandidate,
  /** From 0, which changes nothing. */
  number: z.int().nonnegative(),
  changes: SettingChanges,
});
export type Trial = Readonly<z.infer<typeof Trial>>;

/** What a trial came to. */
export const TrialOutcome = z.strictObject({
  number: z.int().nonnegative(),
  changes: SettingChanges,
  /** Of the weights that were kept; null where the trial failed. */
  validationLoss: z.number().nullable(),
});
export type TrialOutcome = Readonly<z.infer<typeof TrialOutcome>>;

/** How much a setting moved the validation loss, 0..1; all of them add up to 1. */
export const Importance = z.strictObject({ setting: z.string(), share: z.number() });
export type Importance = Readonly<z.infer<typeof Importance>>;

/** A candidate on the validation rows: the best of its trials, exported. */
const ComparedStudent = z.strictObject({
  ...StudentCandidate.shape,
  /** The file of it that would ship. */
  file: z.enum(['int8', 'fp32']),
  score: z.number(),
  standardError: z.number(),
  /** Behind the best of all, on the same rows; null for the best itself. */
  behind: z.strictObject({ difference: z.number(), standardError: z.number() }).nullable(),
  /** The same of the mean log loss, where all students give a probability for one label; null else. */
  lossBehind: z.strictObject({ difference: z.number(), standardError: z.number() }).nullable(),
  /** Of all that a prediction reads. */
  bytes: z.int(),
  /** Milliseconds, one row and one thread. */
  p50Ms: z.number(),
  /** Training time of all its trials. */
  seconds: z.number(),
  /** Number of the trial that it is of. */
  trial: z.int(),
  /** Which of the user's limits it exceeds; null where it keeps them. */
  exceeds: z.string().nullable(),
  chosen: z.boolean(),
});
export type ComparedStudent = Readonly<z.infer<typeof ComparedStudent>>;

/** A trial as the report tells it. */
const ReportedTrial = z.strictObject({
  ...StudentCandidate.shape,
  ...TrialOutcome.shape,
  steps: z.int().nullable(),
  seconds: z.number().nullable(),
  examplesPerSecond: z.number().nullable(),
  stoppedBy: z.string().nullable(),
  /** Kind of the failure; null where it did not fail. */
  failure: z.string().nullable(),
});

/** How the student was found: an artifact, and a part of the report. */
export const StudentSearch = z.strictObject({
  version: z.literal(1),
  metric: Metric,
  /** Validation rows that decided. */
  rows: z.int(),
  /** Cheapest first. */
  students: z.array(ComparedStudent),
  trials: z.array(ReportedTrial),
  importances: z.array(z.strictObject({ family: Family, settings: z.array(Importance) })),
  leftOut: z.array(LeftOut),
  /** Why the chosen one: a sentence. */
  reason: z.string(),
});
export type StudentSearch = Readonly<z.infer<typeof StudentSearch>>;
