import { z } from 'zod';
import { Importance, SettingChanges } from './student-search.ts';

/** One line of the trainer's standard output. */
export const TrainerEvent = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('started'),
    device: z.string(),
    trainRows: z.int(),
    /** Optimizer steps; fits to choose from, where a family is fitted at once. */
    totalSteps: z.int(),
    /** First step is the next after this one; 0 unless resumed. */
    fromStep: z.int(),
    parameters: z.int(),
    /** SHA-256 of the weights before the first step; null where training goes on from a checkpoint, and where it takes no steps. */
    startWeights: z.string().nullable(),
  }),
  /** A sign of life in work that has no steps: loading, tokenizing, exporting. */
  z.strictObject({ event: z.literal('progress'), message: z.string() }),
  z.strictObject({
    event: z.literal('step'),
    step: z.int(),
    totalSteps: z.int(),
    /** Epochs done, as a fraction. */
    epoch: z.number(),
    /** Mean loss of this step's batch, nats. */
    loss: z.number(),
    learningRate: z.number(),
    examplesPerSecond: z.number(),
    etaSeconds: z.number(),
  }),
  /** A resumed training tells again, at its start, of the evaluations before. */
  z.strictObject({
    event: z.literal('evaluated'),
    step: z.int(),
    validationLoss: z.number(),
    best: z.boolean(),
  }),
  /** A checkpoint is whole on disk; `folder` is absolute, `files` relative to it. */
  z.strictObject({ event: z.literal('checkpoint'), step: z.int(), folder: z.string(), files: z.array(z.string()) }),
  z.strictObject({
    event: z.literal('trained'),
    steps: z.int(),
    bestStep: z.int(),
    /** Of the weights that are kept. */
    bestValidationLoss: z.number(),
    /** Evaluations whose weights were averaged into the ones kept; 0: they are those of `bestStep`. */
    averaged: z.int(),
    stoppedBy: z.enum(['epochs', 'patience', 'steps', 'minutes', 'pruned']),
    examplesPerSecond: z.number(),
    seconds: z.number(),
    /** Whether heads, feed-forward units and layers can be cut out of the student. */
    prunable: z.boolean(),
    /** Tokens that its tokenizer has; null where it has none, or one of the task's own. */
    vocabulary: z.int().nullable(),
    /** Files in the plan's output folder, relative. */
    files: z.array(z.string()),
  }),
  z.strictObject({
    event: z.literal('exported'),
    opset: z.int(),
    /** Largest difference in logits between the trained weights and the fp32 file, over `rows` rows one by one. */
    maxLogitDifference: z.number(),
    /** Share of those rows whose answers (labels: argmax; text: first token) differ, weights against fp32 file. */
    changedAnswers: z.number(),
    rows: z.int(),
    /** Of the `_quantized` files. */
    quantized: z.strictObject({ bits: z.int(), what: z.enum(['weights', 'weights and activations']) }),
    files: z.array(z.string()),
  }),
  z.strictObject({
    event: z.literal('proposed'),
    trials: z.array(z.strictObject({ number: z.int(), changes: SettingChanges })),
    /** Of the settings, from the finished trials; empty below two of them. */
    importances: z.array(Importance),
  }),
  z.strictObject({
    event: z.literal('failed'),
    kind: z.enum([
      'trainer-out-of-memory',
      'trainer-crashed',
      'trainer-refused-plan',
      'base-model-unusable',
      'disk-full',
    ]),
    message: z.string(),
  }),
]);
export type TrainerEvent = z.infer<typeof TrainerEvent>;
