import type { SettingChanges, StudentCandidate } from '../../contracts/student-search.ts';
import type { TrainingPlan } from '../../contracts/training-plan.ts';
import { type Recipe, recipeOf } from './recipes.ts';

export interface TrainingTask {
  readonly candidate: StudentCandidate;
  readonly rows: readonly { readonly text: string; readonly output: string }[];
  /** What a trial changes of the recipe. */
  readonly changes: SettingChanges;
  /** Whether each row has one label: a student that is pruned then learns from what it was before. */
  readonly oneLabel: boolean;
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

/** How a trial of a candidate is trained on a task's rows. The same rows give the same plan. */
export function planTraining(task: TrainingTask): PlannedTraining {
  const { candidate, rows, changes, steps, cores } = task;
  const { family, base, pruned } = candidate;
  const taught = pruned !== undefined && task.oneLabel;
  const { evaluationsPerEpoch, ...settings } = changed(recipeOf(candidate, rows.length), changes);
  const stepsPerEpoch = Math.ceil(rows.length / settings.batchSize);
  return {
    student: { family, base, mentor: taught ? base : null, prune: pruned ?? null, prefix: null },
    threads: base === null && meanBytes(rows) < SHORT_ROW_BYTES ? 1 : cores,
    settings: {
      ...settings,
      ...common(changes),
      ...(taught ? TAUGHT : NOT_TAUGHT),
      accumulateSteps: 1,
      maxOutputTokens: outputTokens(rows),
      patience: rows.length < FEW_ROWS ? null : PATIENCE,
      evaluateEverySteps: Math.max(1, Math.ceil(stepsPerEpoch / evaluationsPerEpoch)),
      maxSteps: steps,
      maxMinutes: null,
    },
  };
}

const changed = (recipe: Recipe, changes: SettingChanges): Recipe => ({
  ...recipe,
  learningRate: changes.learningRate ?? recipe.learningRate,
  batchSize: changes.batchSize ?? recipe.batchSize,
  epochs: changes.epochs ?? recipe.epochs,
  warmupShare: changes.warmupShare ?? recipe.warmupShare,
  weightDecay: changes.weightDecay ?? recipe.weightDecay,
  loraRank: changes.loraRank ?? recipe.loraRank,
});

/** Where no trial says otherwise: rows without a majority are gone, all others alike, and dropout is the base model's. */
const COMMON = { dropout: null, distil: 'filter', alpha: 0.5, classWeights: false } as const;

const common = (changes: SettingChanges) => ({
  dropout: changes.dropout ?? COMMON.dropout,
  distil: changes.distil ?? COMMON.distil,
  alpha: changes.alpha ?? COMMON.alpha,
  classWeights: changes.classWeights ?? COMMON.classWeights,
});

const NOT_TAUGHT = { distilTemperature: 1 } as const;

/**
 * What was cut off was sure of its answers: halves of the loss, and the temperature that Sanh et al. 2019, "DistilBERT",
 * have in their code. A row has one soft target, so its votes are none.
 */
const TAUGHT = { distil: 'filter', alpha: 0.5, distilTemperature: 2 } as const;

/**
 * Below it the matrices of a student from scratch are too small to share: with rows of 35 bytes 219 a second with one
 * thread and 156 with two, on two idle cores; with rows of 250 bytes 40 and 67. What is left free serves another build.
 */
const SHORT_ROW_BYTES = 80;

/** Tokens that the longest output needs at the most: every tokenizer makes at most one of a byte, and one for the end. */
function outputTokens(rows: TrainingTask['rows']): number {
  const longest = rows.reduce((most, row) => Math.max(most, Buffer.byteLength(row.output)), 0);
  return Math.min(MOST_OUTPUT_TOKENS, longest + 1);
}

const meanBytes = (rows: TrainingTask['rows']): number =>
  rows.reduce((sum, { text, output }) => sum + Buffer.byteLength(text) + Buffer.byteLength(output), 0) / rows.length;
