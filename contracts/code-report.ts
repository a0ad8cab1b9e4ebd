import { z } from 'zod';

/** How the outputs of a task of kind code were read as programs. */
export const CodeReport = z.strictObject({
  /** The language that the expected outputs are most likely written in. */
  language: z.string(),
  /** Test rows whose expected output is no whole program of it. */
  broken: z.int(),
  rows: z.int(),
});
export type CodeReport = Readonly<z.infer<typeof CodeReport>>;
