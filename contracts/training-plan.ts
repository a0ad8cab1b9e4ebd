import { z } from 'zod';
import { Family } from './family.ts';
import { Pruning, TrialOutcome } from './student-search.ts';
import { TaskKind } from './task-file.ts';

const Settings = z.strictObject({
  /** Upper limit; validation stops earlier. */
  epochs: z.int().positive(),
  /** Rows per optimizer step. */
  batchSize: z.int().positive(),
  /** Parts that a batch is cut into, one after another: less memory for the same step of the optimizer. */
  accumulateSteps: z.int().positive(),
  /** Whether every label counts as much as any other in training, however few its rows; tasks with one label only. */
  classWeights: z.boolean(),
  /** Peak, reached after warm-up; decays linearly to 0. */
  learningRate: z.number().positive(),
  /** Share of all steps spent warming up, 0..1. */
  warmupShare: z.number().min(0).max(1),
  weightDecay: z.number().nonnegative(),
  /** Share of hidden values left out in each training step; null: as the base model has it. */
  dropout: z.number().min(0).lt(1).nullable(),
  maxInputTokens: z.int().positive(),
  /** Text students only. */
  maxOutputTokens: z.int().positive(),
  /** Evaluations on validation without a better loss before training stops; null: no early stopping. */
  patience: z.int().positive().nullable(),
  evaluateEverySteps: z.int().positive(),
  /** From this share of the steps on, the weights at each evaluation are averaged (0..1); null: the best ones are kept as they are. */
  averageFrom: z.number().min(0).max(1).nullable(),
  checkpointEverySteps: z.int().positive(),
  /** Decoders only: rank of the adapter that is trained and then added to the weights; null: all weights are trained. */
  loraRank: z.int().positive().nullable(),
  maxSteps: z.int().positive().nullable(),
  /** Cuts at a whole step. */
  maxMinutes: z.number().positive().nullable(),
  /** What becomes of the votes behind a row: nothing, its weight, or a distribution to learn beside its label. */
  distil: z.enum(['filter', 'weight', 'soft']),
  /** Share of the hard label in the loss where there is a soft target, 0..1. */
  alpha: z.number().min(0).max(1),
  /** Softens a mentor's logits and the student's; 1 for votes, which have no logits. */
  distilTemperature: z.number().positive(),
});

const Common = {
  version: z.literal(1),
  kind: TaskKind,
  /** Label names in the order of the model's outputs; null where the kind is not labels. */
  labels: z.array(z.string()).nullable(),
  /** As `Constraints` of the task has them. */
  answers: z.strictObject({ several: z.boolean(), ordered: z.boolean(), none: z.string().nullable() }),
  /** Torch threads; part of what fixes the result. */
  threads: z.int().positive(),
};

/** What `python -m trainer plan.json` is told to do. Paths are absolute. Data rows are JSON lines `{text, output, weight, agreement?, shares?}`. */
export const TrainerPlan = z.discriminatedUnion('task', [
  z.strictObject({
    task: z.literal('train'),
    ...Common,
    seed: z.int().nonnegative(),
    student: z.strictObject({
      family: Family,
      /** Folder of the base model; `minilm`: the MiniLM-L6 that the Python package carries; null: nothing pretrained. */
      base: z.string().nullable(),
      /** Folder of a larger trained student of the same task and tokenizer, whose logits teach this one. */
      mentor: z.string().nullable(),
      /** What is cut out of `base`, which then is the folder of a trained student of the same labels. */
      prune: Pruning.nullable(),
      /** Put before every input of an encoder-decoder or a decoder, such as a pretrained T5's `summarize: `; null: nothing. */
      prefix: z.string().nullable(),
    }),
    trainRows: z.string(),
    validationRows: z.string(),
    /** Where the best weights, tokenizer, configuration and `tfidf.json` are written. */
    output: z.string(),
    /** Where checkpoints are written, each in a folder of its own named by its step. */
    checkpoints: z.string(),
    /** Folder of the checkpoint to go on from. */
    resumeFrom: z.string().nullable(),
    /**
     * For a trial of a search: validation losses of the trials that had finished when this one started, each by the number
     * of the evaluation. A trial whose best loss is above their median is ended. Null: none is.
     */
    pruning: z.strictObject({ others: z.array(z.array(z.number()).min(1)) }).nullable(),
    settings: Settings,
  }),
  z.strictObject({
    task: z.literal('export'),
    ...Common,
    family: Family,
    /** Folder of trained weights, as `output` of training left it. */
    model: z.string(),
    /** Rows (inputs and outputs) whose tokens are all that the student keeps of its vocabulary; null: it keeps all. */
    keepTokensOf: z.string().nullable(),
    /** Rows on which parity of weights and exported files is measured. */
    validationRows: z.string(),
    maxInputTokens: z.int().positive(),
    output: z.string(),
  }),
  z.strictObject({
    task: z.literal('propose'),
    version: z.literal(1),
    threads: z.int().positive(),
    seed: z.int().nonnegative(),
    family: Family,
    /** Whether each row has one label, of which classes and votes can be weighed. */
    oneLabel: z.boolean(),
    /** Of trial 0, which the proposals are changes of. */
    settings: Settings,
    finished: z.array(TrialOutcome),
    /** How many to propose. */
    count: z.int().nonnegative(),
  }),
]);
export type TrainerPlan = z.infer<typeof TrainerPlan>;
export type TrainingPlan = Extract<TrainerPlan, { task: 'train' }>;
export type ProposalPlan = Extract<TrainerPlan, { task: 'propose' }>;
export type ExportPlan = Extract<TrainerPlan, { task: 'export' }>;
