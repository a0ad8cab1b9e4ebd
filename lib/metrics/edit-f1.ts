import { type Edit, editsBetween } from './edit-operations.ts';
import { type Answer, requireSameLength, type ScoredRows } from './scored-rows.ts';
import { sumRows } from './sum-rows.ts';

/** Edits that are right, expected and made, of each row. */
const WIDTH = 3;
/** Scripts that put no spaces between words: each sign is a token. */
const SIGN = String.raw`[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}]`;
const TOKEN = new RegExp(String.raw`${SIGN}|(?:(?!${SIGN})[\p{L}\p{M}\p{N}_])+|[^\s]`, 'gu');

/** Words, each other mark by itself; white space is none, so that a change of it alone is no edit. */
export const editTokens = (text: string): readonly string[] => text.match(TOKEN) ?? [];

/**
 * F1 over the edits of all rows together, 0..1: 2 · right / (expected + made). The expected edits are those that make a
 * row's input into its output, the ones made those that make it into the answer; one is right where both change the same
 * tokens into the same. Who copies the input scores 0 where there is something to edit, and 1 where nothing is to be
 * edited anywhere. An answer that is none deletes the whole input.
 *
 * The measure of the M² scorer and of ERRANT, which weigh precision twice (F0.5) and choose the edits by other alignments.
 * @see Dahlmeier & Ng 2012, "Better Evaluation for Grammatical Error Correction"; Bryant et al. 2017, "Automatic Annotation and Evaluation of Error Types for Grammatical Error Correction"
 */
export function scoreEditF1(
  inputs: readonly string[],
  expected: readonly string[],
  answers: readonly Answer[],
): ScoredRows {
  requireSameLength(inputs, expected);
  requireSameLength(expected, answers);
  const statistics = new Float64Array(WIDTH * expected.length);
  for (const [row, text] of expected.entries()) {
    const input = editTokens(inputs[row] ?? '');
    const wanted = new Set(editsBetween(input, editTokens(text)).map(written));
    const made = editsBetween(input, editTokens(answers[row] ?? '')).map(written);
    statistics.set([made.filter((edit) => wanted.has(edit)).length, wanted.size, made.length], WIDTH * row);
  }
  return {
    rows: expected.length,
    perRow: null,
    value: (weights) => {
      const [right = 0, wanted = 0, made = 0] = sumRows(statistics, WIDTH, weights);
      if (wanted + made > 0) return (2 * right) / (wanted + made);
      return expected.length === 0 ? 0 : 1;
    },
  };
}

const written = ({ from, to, becomes }: Edit): string => JSON.stringify([from, to, ...becomes]);
