import { bleuOfCounts } from './bleu-of-counts.ts';
import { codeTokens } from './code-tokens.ts';
import { keywordsOf } from './code-keywords.ts';
import { type Answer, requireSameLength, type ScoredRows } from './scored-rows.ts';
import { sharedWith } from './shared-count.ts';
import { sumRows } from './sum-rows.ts';
import { wordNgrams } from './word-ngrams.ts';

const ORDERS = 4;
const WIDTH = 2 + 2 * ORDERS;
/** What a keyword weighs beside another token. */
const KEYWORD_WEIGHT = 5;

/**
 * BLEU over the tokens of program texts in which a single keyword weighs five times another token: the weighted n-gram
 * match of CodeBLEU, 0..1. Of the whole list as `scoreBleu` has it, with the same smoothing; `perRow` by itself. The
 * keywords are those of the language that the expected texts are most likely written in. An answer that is none counts as
 * an empty text. CodeBLEU's matches of syntax tree and data flow need a parser of the language and are left out.
 * @see Ren et al. 2020, "CodeBLEU: a Method for Automatic Evaluation of Code Synthesis", section 3.2
 */
export function scoreKeywordBleu(expected: readonly string[], answers: readonly Answer[]): ScoredRows {
  requireSameLength(expected, answers);
  const wanted = expected.map(codeTokens);
  const keywords = keywordsOf(wanted.flat());
  const statistics = new Float64Array(expected.length * WIDTH);
  for (const [row, tokens] of wanted.entries())
    statistics.set(countsOf(tokens, codeTokens(answers[row] ?? ''), keywords), row * WIDTH);
  return {
    rows: expected.length,
    perRow: expected.map((_, row) =>
      bleuOfCounts(statistics.subarray(row * WIDTH, (row + 1) * WIDTH), 'orders-present'),
    ),
    value: (weights) => bleuOfCounts(sumRows(statistics, WIDTH, weights), 'all-orders'),
  };
}

function countsOf(wanted: readonly string[], given: readonly string[], keywords: ReadonlySet<string>): number[] {
  const weightOf = (token: string): number => (keywords.has(token) ? KEYWORD_WEIGHT : 1);
  const weigh = (tokens: readonly string[]): number => tokens.reduce((sum, token) => sum + weightOf(token), 0);
  const byOrder = Array.from({ length: ORDERS }, (_, at) => {
    const ngrams = wordNgrams(given, at + 1);
    const shared = sharedWith(wordNgrams(wanted, at + 1), ngrams);
    return at === 0 ? [weigh(ngrams), weigh(shared)] : [ngrams.length, shared.length];
  });
  return [given.length, wanted.length, ...byOrder.flat()];
}
