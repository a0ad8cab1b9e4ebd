import { bleuOfCounts } from './bleu-of-counts.ts';
import { type Answer, requireSameLength, type ScoredRows } from './scored-rows.ts';
import { sharedCount } from './shared-count.ts';
import { sumRows } from './sum-rows.ts';
import { tokenize13a } from './tokenize-13a.ts';
import { wordNgrams } from './word-ngrams.ts';

const ORDERS = 4;
/** Words of the answer, words of the expected text; then for each order its n-grams in the answer, and those shared. */
const WIDTH = 2 + 2 * ORDERS;

/**
 * BLEU of the whole list, 0..1 (sacrebleu's `corpus_bleu` over 100 with its defaults: tokenizer 13a, exponential
 * smoothing). `perRow` is its `sentence_bleu`, which looks only at orders that the answer is long enough for.
 *
 * The list's BLEU is 0 where no answer has four words. An answer that is none counts as an empty text.
 * @see Papineni et al. 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation"; Post 2018, "A Call for Clarity in Reporting BLEU Scores"
 */
export function scoreBleu(expected: readonly string[], answers: readonly Answer[]): ScoredRows {
  requireSameLength(expected, answers);
  const statistics = new Float64Array(expected.length * WIDTH);
  for (const [row, text] of expected.entries()) statistics.set(countsOf(text, answers[row] ?? ''), row * WIDTH);
  return {
    rows: expected.length,
    perRow: expected.map((_, row) =>
      bleuOfCounts(statistics.subarray(row * WIDTH, (row + 1) * WIDTH), 'orders-present'),
    ),
    value: (weights) => bleuOfCounts(sumRows(statistics, WIDTH, weights), 'all-orders'),
  };
}

function countsOf(expected: string, answer: string): number[] {
  const wanted = tokenize13a(expected);
  const given = tokenize13a(answer);
  const byOrder = Array.from({ length: ORDERS }, (_, at) => {
    const ngrams = wordNgrams(given, at + 1);
    return [ngrams.length, sharedCount(wordNgrams(wanted, at + 1), ngrams)];
  });
  return [given.length, wanted.length, ...byOrder.flat()];
}
