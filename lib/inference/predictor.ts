import type { TaskInput } from '../../contracts/example.ts';

/** Inputs to answer with one exported file of a model folder that is laid out as a bundle, task.json included. */
export interface PredictionJob {
  readonly folder: string;
  readonly file: 'int8' | 'fp32';
  readonly inputs: readonly TaskInput[];
  /** Threads of one prediction; part of what fixes its latency. */
  readonly threads: number;
  readonly signal: AbortSignal;
}

export interface Prediction {
  /** Place of the input in the job. */
  readonly index: number;
  readonly output: string;
  /** In the order of the labels; null for text. */
  readonly logits: readonly number[] | null;
  /** Of the output among all that the model could answer, in nats; null where there was nothing to choose from. Absent: a script of an older bundle. */
  readonly logProbability?: number | null | undefined;
  /** Softmax of the logits. */
  readonly scores: readonly number[] | null;
  /** From input to output, tokenizing included, loading and the way to the caller not. */
  readonly ms: number;
}

/**
 * Answers inputs one by one and in order, at the same speed and with the same answers as the bundle does.
 * Throws the signal's reason when it is aborted. Anything else it throws is a bug or a broken folder.
 */
export type Predictor = (job: PredictionJob) => AsyncIterable<Prediction>;
