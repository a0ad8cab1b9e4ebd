import { z } from 'zod';
import { sha256Of } from '../store/canonical-json.ts';

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

/** A line as it is written: with the beginning of its own SHA-256 behind it, so that a damaged answer is no answer. */
export function textOfLine(line: JournalLine): string {
  const json = JSON.stringify(line);
  return `${json.slice(0, -1)},"sum":"${sumOf(json)}"}\n`;
}

/**
 * The lines of a piece of journal; what a killed writer left half written is passed over, and so are damaged lines and
 * those of a later version: their calls are paid again.
 */
export function linesOf(text: string): JournalLine[] {
  return text.split('\n').flatMap((line) => {
    const read = line === '' ? undefined : readLine(line);
    return read ? [read] : [];
  });
}

/** The line that a text is; undefined where it is none, or not byte for byte what was written. A line without a sum is taken at its word. */
export function readLine(text: string): JournalLine | undefined {
  const [, head, sum] = SUMMED.exec(text) ?? [];
  const json = head === undefined ? text : `${head}}`;
  if (sum !== undefined && sumOf(json) !== sum) return undefined;
  return parseLine(json);
}

const SUMMED = /^(.*),"sum":"([0-9a-f]{16})"}$/s;

/** 64 bits: enough against accidents, and half a line is not made of sums. */
const sumOf = (json: string): string => sha256Of(json).slice(0, 16);

function parseLine(text: string): JournalLine | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return JournalLine.safeParse(json).data;
}
