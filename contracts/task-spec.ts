import { z } from 'zod';
import { GoldRow } from './example.ts';
import { Constraints, Label } from './task-config.ts';
import { Metric, TaskKind } from './task-file.ts';

/** The parsed task: all that later stages know of what the user wants. */
export const TaskSpec = z.strictObject({
  version: z.literal(1),
  name: z.string(),
  /** What the teacher is told, in the user's own words; demonstrations that stand in the prompt are cut out of it. */
  instruction: z.string(),
  /** The instruction in English, for the search alone; null where it is English already, or nobody was asked. */
  instructionEnglish: z.string().nullable(),
  /** Of the prompt, as BCP 47 has it; null where nobody was asked. */
  language: z.string().nullable(),
  kind: TaskKind,
  /** Names of the input's fields, in order; null where the input is one text. */
  fields: z.array(z.string()).nullable(),
  labels: z.array(Label).nullable(),
  constraints: Constraints,
  metric: Metric,
  /** Why this metric: the user's choice, or what follows from the task. */
  metricReason: z.string(),
  /** Rows shown to the teacher: the user's, then imported ones where those are few. Scores on them would be marked `seen`. */
  demonstrations: z.array(GoldRow),
  /** So many of the demonstrations, the last ones, are imported; absent where none is. */
  importedDemonstrations: z.int().optional(),
  /** What was read from the prompt and not believed, and why; sentences for people. */
  notes: z.array(z.string()),
});
export type TaskSpec = Readonly<z.infer<typeof TaskSpec>>;
