import type { Family } from '../../contracts/family.ts';
import type { StudentCandidate } from '../../contracts/student-search.ts';

/** How a family is trained where no trial says otherwise. */
export interface Recipe {
  readonly epochs: number;
  readonly evaluationsPerEpoch: number;
  readonly averageFrom: number | null;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly warmupShare: number;
  readonly weightDecay: number;
  readonly maxInputTokens: number;
  readonly checkpointEverySteps: number;
  /** Of a decoder's adapter; null: all weights are trained. */
  readonly loraRank: number | null;
}

/** The recipe of a candidate for so many training rows. */
export function recipeOf({ family, base }: StudentCandidate, rows: number): Recipe {
  if (family === 'encoder-decoder' && base === null) return fromScratch(rows);
  return RECIPES[family];
}

/** Fitted in one go: only the limit on the input's length is read. */
const FIT_AT_ONCE: Recipe = {
  epochs: 1,
  evaluationsPerEpoch: 1,
  averageFrom: null,
  batchSize: 32,
  learningRate: 1,
  warmupShare: 0,
  weightDecay: 0,
  maxInputTokens: 256,
  checkpointEverySteps: 1000,
  loraRank: null,
};

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
  // 1.7 s for 270 MB, to 0.48 s a step of short rows on one core: 2.4 % of the time.
  checkpointEverySteps: 150,
  loraRank: null,
};

/**
 * Hundreds of tags, most of them rare, bear a higher rate than a few labels: the better of two that were tried, on 450
 * questions with a speaker's corrections.
 */
const TAG_EDITS: Recipe = { ...FINE_TUNE_ENCODER, epochs: 12, learningRate: 2e-4 };

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
  checkpointEverySteps: 150,
  loraRank: null,
};

/**
 * Rate of Hu et al. 2021, "LoRA", table 11 (2e-4), for matrices that are added to weights which stay as they are; the rank
 * of 16 that Biderman et al. 2024, "LoRA Learns Less and Forgets Less", begin with.
 */
const FINE_TUNE_DECODER: Recipe = {
  epochs: 3,
  evaluationsPerEpoch: 2,
  averageFrom: null,
  batchSize: 16,
  learningRate: 2e-4,
  warmupShare: 0.1,
  weightDecay: 0,
  maxInputTokens: 512,
  // The adapter alone is written.
  checkpointEverySteps: 25,
  loraRank: 16,
};

const RECIPES = {
  tfidf: FIT_AT_ONCE,
  'frozen-encoder': FIT_AT_ONCE,
  encoder: FINE_TUNE_ENCODER,
  // Answers are looked for in passages, which are longer than what is classified.
  span: { ...FINE_TUNE_ENCODER, maxInputTokens: 384 },
  tagger: FINE_TUNE_ENCODER,
  editor: TAG_EDITS,
  'encoder-decoder': FINE_TUNE_ENCODER_DECODER,
  decoder: FINE_TUNE_DECODER,
} as const satisfies Record<Family, Recipe>;

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
  loraRank: null,
});
