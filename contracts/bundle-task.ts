import { z } from 'zod';
import { BundleConfidence } from './confidence.ts';
import { Family } from './family.ts';
import { Constraints, Label } from './task-config.ts';
import { TaskKind } from './task-file.ts';

/** task.json of a bundle: all that `predict.mjs` and `predict.py` need to know beside the model's own files. */
export const BundleTask = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  instruction: z.string(),
  kind: TaskKind,
  /** How the model's files are read: which of the predictors in `predict.mjs` and `predict.py` answers. */
  family: Family,
  /** Fields of the input in order; their values become `<field>: <value>` lines. Null: the input is one text, taken as it is. */
  fields: z.array(z.string()).nullable(),
  /** In the order of the model's logits; null for text. */
  labels: z.array(Label).nullable(),
  constraints: Constraints,
  maxInputTokens: z.int().positive(),
  maxOutputTokens: z.int().positive(),
  /** The file that ships; what the predict scripts load unless told otherwise. */
  ships: z.enum(['int8', 'fp32']),
  /** Absent where validation rows could not tell it, and in bundles of older builds: then nothing says how sure an answer is. */
  confidence: BundleConfidence.optional(),
});
export type BundleTask = Readonly<z.infer<typeof BundleTask>>;
