import { z } from 'zod';
import { Budget, Price } from './budget.ts';
import { WrittenRow } from './example.ts';
import { Family } from './family.ts';

export const TaskKind = z.enum(['labels', 'extract', 'edit', 'structured', 'text', 'code']);
export type TaskKind = z.infer<typeof TaskKind>;

export const Metric = z.enum([
  'accuracy',
  'macro-f1',
  'weighted-f1',
  'mcc',
  'micro-f1',
  'closeness',
  'exact-match',
  'normalised-exact-match',
  'token-f1',
  'span-f1',
  'field-accuracy',
  'json-validity',
  'chrf++',
  'bleu',
  'keyword-bleu',
  'rouge-1',
  'rouge-2',
  'rouge-l',
]);
export type Metric = z.infer<typeof Metric>;

const Rows = z.union([z.array(WrittenRow), z.string().min(1)]);

/** A task file as a person writes it (YAML or JSON). Strict: an unknown key is an error. */
export const TaskFile = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'use small letters, digits and hyphens, at most 63')
    .optional(),
  prompt: z.string(),
  examples: Rows.optional(),
  test: Rows.optional(),
  inputs: z.string().optional(),
  kind: TaskKind.optional(),
  labels: z.union([z.array(z.string().min(1)), z.record(z.string().min(1), z.string())]).optional(),
  output: z
    .strictObject({
      pattern: z.string().optional(),
      schema: z.record(z.string(), z.unknown()).optional(),
      fromInput: z.boolean().optional(),
      maxChars: z.int().positive().optional(),
      several: z.boolean().optional(),
      ordered: z.boolean().optional(),
      none: z.string().min(1).optional(),
    })
    .optional(),
  metric: Metric.optional(),
  teacher: z
    .strictObject({
      model: z.string().min(1).optional(),
      baseUrl: z.url().optional(),
      apiKeyEnv: z.string().min(1).optional(),
      identity: z.string().min(1).optional(),
      votes: z.int().min(1).max(15).optional(),
      price: Price.optional(),
    })
    .optional(),
  retrieve: z.enum(['auto', 'ask', 'none']).optional(),
  sources: z.array(z.string()).optional(),
  generate: z
    .strictObject({ rows: z.int().positive().optional(), rounds: z.int().positive().max(10).optional() })
    .optional(),
  budget: Budget.optional(),
  student: z
    .strictObject({
      families: z.array(Family).min(1).optional(),
      maxBytes: z.int().positive().optional(),
      maxLatencyMs: z.number().positive().optional(),
      license: z.array(z.string()).optional(),
      baseModel: z.string().min(1).optional(),
    })
    .optional(),
  train: z
    .strictObject({
      minutes: z.number().positive().optional(),
      steps: z.int().positive().optional(),
      trials: z.int().positive().optional(),
    })
    .optional(),
  gate: z
    .strictObject({ margin: z.number().positive().max(1).optional(), openings: z.int().positive().optional() })
    .optional(),
  seed: z.int().nonnegative().optional(),
});
export type TaskFile = z.infer<typeof TaskFile>;
