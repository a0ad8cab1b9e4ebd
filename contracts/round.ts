import { z } from 'zod';
import { TaskInput } from './example.ts';

/** A part of the inputs, how it fared on validation rows, and its share of the inputs that a later round asks for. */
export const Region = z.strictObject({
  name: z.string(),
  /** Validation rows that lie in it. */
  rows: z.int(),
  /** Sum over those rows of 1 − score: rows answered wrong, where a row is right or wrong. */
  errors: z.number(),
  /** 0..1; those of one list add up to 1. */
  share: z.number(),
});
export type Region = Readonly<z.infer<typeof Region>>;

/** Inputs of a kind that the student is weak on, told by training rows of that kind alone. */
export const WeakCluster = z.strictObject({
  ...Region.shape,
  /** What tells its training rows from the others, the most telling first; empty where no word does. */
  words: z.array(z.string()),
  /** Inputs of the training rows nearest to it. */
  examples: z.array(TaskInput).min(1),
});
export type WeakCluster = Readonly<z.infer<typeof WeakCluster>>;

/** Where a student is weak: what later inputs are asked for. */
export const Focus = z.strictObject({
  version: z.literal(1),
  /** One for each label, in the task's order; empty for texts. */
  labels: z.array(Region),
  /** One for each topic that inputs are written about, in their order; empty where there are none. */
  topics: z.array(Region),
  /** Of tasks without labels; their shares are of all inputs, and what they leave goes by topic. Absent where none is weak. */
  clusters: z.array(WeakCluster).optional(),
});
export type Focus = Readonly<z.infer<typeof Focus>>;

/** Whether another round may help, as validation rows tell. */
export const RoundDecision = z.enum(['good-enough', 'no-gain', 'again']);
export type RoundDecision = z.infer<typeof RoundDecision>;

/** How the student of one round fared on the validation rows, which are the same in all rounds. */
export const RoundReport = z.strictObject({
  /** From 1. */
  round: z.int(),
  trainRows: z.int(),
  /** The metric that decides, of the file that would ship. */
  score: z.number(),
  standardError: z.number(),
  /** Over the best student before, on the same rows; null in the first round. */
  gain: z.strictObject({ difference: z.number(), standardError: z.number() }).nullable(),
  /** Weakest first, as people read them. */
  weakest: z.array(z.string()),
  decision: RoundDecision,
});
export type RoundReport = Readonly<z.infer<typeof RoundReport>>;

/** A student's answer to a validation row. */
export const ExaminedRow = z.strictObject({ id: z.string(), output: z.string() });
export type ExaminedRow = Readonly<z.infer<typeof ExaminedRow>>;
