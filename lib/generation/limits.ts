import type { GoldRow } from '../../contracts/example.ts';
import type { Constraints } from '../../contracts/task-config.ts';
import type { TaskKind } from '../../contracts/task-file.ts';

/** Inputs asked for in one `write-inputs` call: enough to share the cost of the prompt, few enough that they still differ. */
export const INPUTS_PER_CALL = 10;

/** Caps on a `write-inputs` answer: ten inputs of about 150 words, and the most that models write at once. */
const WRITE_TOKENS = { least: 3072, most: 16_384 } as const;
/** Invented inputs may be so many times as long as the longest that was shown, at three bytes a token. */
const LONGER_THAN_SHOWN = 1.5;
const BYTES_PER_TOKEN = 3;

/** Cap on a `write-inputs` answer: room for ten inputs as long as those that are shown. Longer ones are cut off, rejected and counted. */
export function writeMaxTokens(demonstrations: readonly GoldRow[]): number {
  const longest = Math.max(0, ...demonstrations.map((row) => Buffer.byteLength(JSON.stringify(row.input))));
  const wanted = Math.ceil((INPUTS_PER_CALL * LONGER_THAN_SHOWN * longest) / BYTES_PER_TOKEN);
  return Math.min(WRITE_TOKENS.most, Math.max(WRITE_TOKENS.least, wanted));
}

/** Cap on a `parse-task` answer: a long prompt twice (as it is and in English), and its examples. */
export const PARSE_MAX_TOKENS = 4096;

/** Cap on a `propose-attributes` answer: twenty topics with a sentence each, and twenty sentences more. */
export const ATTRIBUTES_MAX_TOKENS = 2048;

/** Cap on a `rank-datasets` answer: ten datasets with a dozen words each, and their order. */
export const READING_MAX_TOKENS = 1024;

/** Retries of a question that the build can do without: an endpoint that never answers it well is asked three times. */
export const FEW_RETRIES = 2;

/** How often a rejected answer is asked for again: at 30 % malformed answers, 5 retries lose 7 rows in 10,000. */
export const RETRIES = 5;

/** Room for the JSON around an answer, and a short label. */
const ENVELOPE_TOKENS = 128;
const TEXT_TOKENS = 1024;

/**
 * Cap on a `label-input` answer, in tokens. One label is short; several may be all of them, at a token a byte (the worst
 * case of any tokenizer is near that). One output of another kind may have as many tokens as characters where the task
 * limits them, else 1,024, as a list of passages may: no student here writes more.
 */
export function labelMaxTokens(
  kind: TaskKind,
  { several, maxChars }: Constraints,
  labels: readonly { readonly name: string }[] | null,
): number {
  if (kind === 'labels')
    return several
      ? Math.min(
          TEXT_TOKENS,
          ENVELOPE_TOKENS + Buffer.byteLength(JSON.stringify(labels?.map(({ name }) => name) ?? [])),
        )
      : ENVELOPE_TOKENS;
  return maxChars === null || several ? TEXT_TOKENS : Math.min(TEXT_TOKENS, 64 + maxChars);
}
