import type { TrainingPlan } from '../../contracts/training-plan.ts';

export interface TrainingTask {
  readonly kind: TrainingPlan['kind'];
  readonly rows: readonly { readonly text: string; readonly output: string }[];
  /** Folder of a base model; null: the one that the trainer carries for labels, random weights for text. */
  readonly base: string | null;
  /** Limit of the task file; null: none. */
  readonly steps: number | null;
  /** Cores at hand. */
  readonly cores: number;
}

export interface PlannedTraining {
  readonly student: TrainingPlan['student'];
  readonly threads: number;
  /** Without a time limit: that is the caller's. */
  readonly settings: TrainingPlan['settings'];
}

/** Below it a validation loss is mostly chance: the epochs are fixed, and the best weights kept all the same. */
const FEW_ROWS = 200;
/** Evaluations without a better loss before training stops. */
const PATIENCE = 3;
/** Longest answer that a student is asked for; a cap on what a student that never ends costs. */
const MOST_OUTPUT_TOKENS = 512;

/** What to train, and how, for a task's training rows. The same rows give the same plan. */
export function planTraining(task: TrainingTask): PlannedTraining {
  const student = task.kind === 'labels' ? encoder(task.base) : encoderDecoder(task.base);
  const { epochs, evaluationsPerEpoch, ...settings } = recipe(task, student);
  const stepsPerEpoch = Math.ceil(task.rows.length / settings.batchSize);
  return {
    student,
    threads: student.base === null && meanBytes(task.rows) < SHORT_ROW_BYTES ? 1 : task.cores,
    settings: {
      ...settings,
      epochs,
      maxOutputTokens: outputTokens(task.rows),
      patience: task.rows.length < FEW_ROWS ? null : PATIENCE,
      evaluateEverySteps: Math.max(1, Math.ceil(stepsPerEpoch / evaluationsPerEpoch)),
      maxSteps: task.steps,
      maxMinutes: null,
    },
  };
}

const encoder = (base: string | null): TrainingPlan['student'] => ({ family: 'encoder', base: base ?? 'minilm' });

const encoderDecoder = (base: string | null): TrainingPlan['student'] => ({ family: 'encoder-decoder', base });

interface Recipe {
  readonly epochs: number;
  readonly evaluationsPerEpoch: number;
  readonly averageFrom: number | null;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly warmupShare: number;
  readonly weightDecay: number;
  readonly maxInputTokens: number;
  readonly checkpointEverySteps: number;
}

function recipe(task: TrainingTask, student: TrainingPlan['student']): Recipe {
  if (student.family === 'encoder') return FINE_TUNE_ENCODER;
  return student.base === null ? fromScratch(task.rows.length) : FINE_TUNE_ENCODER_DECODER;
}

/**
 * Small encoders bear twice the highest rate of Devlin et al. 2019, "BERT", appendix A.3: on 900 sentence pairs MiniLM's
 * best loss on validation was 0.50 with 1e-4 and 0.56 with 5e-5.
 * 256 tokens is what MiniLM was trained for as an encoder of sentences; batches are padded to their longest row only.
 */
const FINE_TUNE_ENCODER: Recipe = {
  epochs: 6,
  evaluationsPerEpoch: 1,
  averageFrom: 0.5,
  batchSize: 16,
  learningRate: 1e-4,
  warmupShare: 0.1,
  weightDecay: 0.01,
  maxInputTokens: 256,
  // About half a minute on two cores, for 360 MB.
  checkpointEverySteps: 50,
};

/** AdamW's counterpart of the constant 1e-3 with Adafactor of Raffel et al. 2020, "Exploring the Limits …", section 3.1.2. */
const FINE_TUNE_ENCODER_DECODER: Recipe = {
  epochs: 8,
  evaluationsPerEpoch: 2,
  averageFrom: null,
  batchSize: 16,
  learningRate: 3e-4,
  warmupShare: 0.1,
  weightDecay: 0.01,
  maxInputTokens: 512,
  checkpointEverySteps: 50,
};

/**
 * Below it the matrices of a student from scratch are too small to share: with rows of 35 bytes 219 a second with one
 * thread and 156 with two, on two idle cores; with rows of 250 bytes 40 and 67. What is left free serves another build.
 */
const SHORT_ROW_BYTES = 80;

/** Rows seen in training, all epochs together, that a rewriting of formats is learned in: about a minute on two cores. */
const SCRATCH_PASSES = 30_000;

/** Random weights have a plateau to leave before they copy anything: fewer epochs for more rows, never less than ten. */
const fromScratch = (rows: number): Recipe => ({
  epochs: Math.min(60, Math.max(10, Math.round(SCRATCH_PASSES / rows))),
  // Nine epochs of patience: while a student learns to copy, its loss on new rows jumps up and down for several.
  evaluationsPerEpoch: 1 / 3,
  averageFrom: null,
  batchSize: 32,
  learningRate: 2e-3,
  warmupShare: 0.05,
  weightDecay: 0.01,
  maxInputTokens: 512,
  checkpointEverySteps: 200,
});

/** Tokens that the longest output needs at the most: every tokenizer makes at most one of a byte, and one for the end. */
function outputTokens(rows: TrainingTask['rows']): number {
  const longest = rows.reduce((most, row) => Math.max(most, Buffer.byteLength(row.output)), 0);
  return Math.min(MOST_OUTPUT_TOKENS, longest + 1);
}

const meanBytes = (rows: TrainingTask['rows']): number =>
  rows.reduce((sum, { text, output }) => sum + Buffer.byteLength(text) + Buffer.byteLength(output), 0) / rows.length;
