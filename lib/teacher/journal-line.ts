import { z } from 'zod';

const Count = z.int().nonnegative();

/** How an answer was asked for: by schema, in JSON mode, or in plain words. */
export const AnswerMode = z.enum(['schema', 'json', 'text']);
export type AnswerMode = z.infer<typeof AnswerMode>;

/** One paid answer, usable or not, as the journal keeps it. */
export const JournalLine = z.strictObject({
  version: z.literal(1),
  /** Names the question, its sample and its retry. */
  key: z.string(),
  build: z.string(),
  part: z.string(),
  /** The answer's text; null where the endpoint gave none. */
  answer: z.string().nullable(),
  /** As the endpoint says (`stop`, `length`, `content_filter`, …); `refusal` where the model refused; null where it says nothing. */
  finish: z.string().nullable(),
  /** Tokens; `bounded`: the endpoint did not say, and these are the most it can have been. */
  usage: z.strictObject({ input: Count, output: Count, source: z.enum(['reported', 'bounded']) }),
  /** Null where no price is known. */
  usd: z.number().nonnegative().nullable(),
  /** As the endpoint reports them. */
  model: z.string().nullable(),
  fingerprint: z.string().nullable(),
  mode: AnswerMode,
  /** Parameters that the endpoint does not take and that were therefore left out. */
  dropped: z.array(z.string()),
  /** Milliseconds since the epoch. */
  at: Count,
});
export type JournalLine = Readonly<z.infer<typeof JournalLine>>;

export const textOfLine = (line: JournalLine): string => `${JSON.stringify(line)}\n`;

/** The lines of a piece of journal; what a killed writer left half written is passed over, and so are lines of a later version. */
export function linesOf(text: string): JournalLine[] {
  return text.split('\n').flatMap((line) => {
    const read = line === '' ? undefined : parseLine(line);
    return read ? [read] : [];
  });
}

function parseLine(text: string): JournalLine | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    // Half written: its call is paid again.
    return undefined;
  }
  return JournalLine.safeParse(json).data;
}
