import { z } from 'zod';

/** One input: a text, or named fields of text. */
export const TaskInput = z.union([z.string(), z.record(z.string(), z.string())]);
export type TaskInput = z.infer<typeof TaskInput>;

/** A row as a person writes it in `examples:` or `test:`: a list where outputs are lists, a map where they are structured. */
export const WrittenRow = z.strictObject({
  input: TaskInput,
  output: z.union([z.string(), z.array(z.string()), z.record(z.string(), z.unknown())]),
});
export type WrittenRow = Readonly<z.infer<typeof WrittenRow>>;

/** A row that somebody vouches for, its output as all stages have it: one text. */
export const GoldRow = z.strictObject({ input: TaskInput, output: z.string() });
export type GoldRow = Readonly<z.infer<typeof GoldRow>>;

/** Whose row it is: the user's, the teacher's, or other people's found by the search. Never mixed in one number. */
export const Origin = z.enum(['gold', 'generated', 'imported']);
export type Origin = z.infer<typeof Origin>;

/** One `{input, output}` row with where it came from, as the data files of a build hold it (one JSON object a line). */
export const Example = z.strictObject({
  /** First 16 hex digits of SHA-256 of the canonical input: the same input has the same id everywhere. */
  id: z.string(),
  input: TaskInput,
  output: z.string(),
  origin: Origin,
  /** Answers given by the teacher, in the order of their samples; empty for gold rows. */
  votes: z.array(z.string()),
  /** How far the votes agree with `output`, 0..1, as `settleVotes` has it for each form of outputs. 1 for gold rows. */
  agreement: z.number().min(0).max(1),
  /** Rows that share a field, or nearly the same text; on one side of every split. */
  group: z.string(),
});
export type Example = Readonly<z.infer<typeof Example>>;

/** An input that the teacher wrote, not labelled yet. */
export const WrittenInput = z.strictObject({
  id: z.string(),
  input: TaskInput,
  /** The label asked for: a wish, never a label. */
  hint: z.string().nullable(),
  /** Name of the topic asked for; null where the task's attributes have none. */
  topic: z.string().nullable(),
});
export type WrittenInput = Readonly<z.infer<typeof WrittenInput>>;
