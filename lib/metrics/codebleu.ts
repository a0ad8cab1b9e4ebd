import type { ReadableLanguage } from '../code/grammar.ts';
import { CODEBLEU_KEYWORDS } from './codebleu-keywords.ts';
import { eachPair, flowCounts, type Programs, syntaxCounts } from './program-match.ts';
import { pythonWords } from './python-words.ts';
import { type Answer, type ScoredRows } from './scored-rows.ts';
import { scoredBySums } from './scored-by-sums.ts';
import { sharedWith } from './shared-count.ts';
import { wordNgrams } from './word-ngrams.ts';

const ORDERS = 4;
/** Sums of one n-gram match: met and all of each order. */
const WIDTH = 2 * ORDERS;
/** What a word weighs that is no keyword. */
const OTHER_WEIGHT = 0.2;
/** What an order without a match counts instead: Chen & Cherry 2014, first technique. */
const EPSILON = 0.1;
/** Length that the reference takes every expected text for when it weighs words: that of a pair it keeps them in. */
const PAIR_LENGTH = 2;

/**
 * CodeBLEU, 0..1: a quarter each of n-gram match (BLEU of words between white space), n-gram match with weighted keywords,
 * syntax match and data-flow match, each over all rows together. Equal to what the package `codebleu` 0.7.0 gives, and to its
 * departures from the paper: the weighted match is of the expected words instead of those given, with a penalty for answers
 * shorter than two words; a data-flow match of 0 counts as 1, also where edges were expected and none was met, so that an
 * empty answer has a quarter. An answer that is none counts as an empty program.
 * @see Ren et al. 2020, "CodeBLEU: a Method for Automatic Evaluation of Code Synthesis", section 3
 */
export function scoreCodebleu(
  expected: readonly string[],
  answers: readonly Answer[],
  { programs, language }: { readonly programs: Programs; readonly language: ReadableLanguage },
): ScoredRows {
  const counts = eachPair(expected, answers, programs, (wanted, given, row) => [
    ...wordCounts(pythonWords(expected[row] ?? ''), pythonWords(answers[row] ?? ''), CODEBLEU_KEYWORDS[language]),
    ...syntaxCounts(wanted, given),
    ...flowCounts(wanted, given),
  ]);
  return scoredBySums(counts, wholeOf);
}

/** Words given and expected, one for the row, then what both n-gram matches count. */
function wordCounts(wanted: readonly string[], given: readonly string[], keywords: ReadonlySet<string>): number[] {
  const weightOf = (words: readonly string[]): number =>
    words.reduce((sum, word) => sum + (keywords.has(word) ? 1 : OTHER_WEIGHT), 0);
  const plain: number[] = [];
  const weighted: number[] = [];
  for (let order = 1; order <= ORDERS; order += 1) {
    const [expected, own] = [wordNgrams(wanted, order), wordNgrams(given, order)];
    const shared = sharedWith(expected, own);
    plain.push(shared.length, Math.max(1, own.length));
    if (order === 1) weighted.push(weightOf(shared), Math.max(1, weightOf(expected)));
    else weighted.push(shared.length, Math.max(1, expected.length));
  }
  return [given.length, wanted.length, 1, ...plain, ...weighted];
}

function wholeOf(sums: Float64Array): number {
  const [given = 0, wanted = 0, rows = 0, ...rest] = sums;
  const [subtreesMet = 0, subtrees = 0, edgesMet = 0] = rest.slice(2 * WIDTH);
  const ngrams = ngramMatch(rest.slice(0, WIDTH), given, wanted);
  const weighted = ngramMatch(rest.slice(WIDTH, 2 * WIDTH), given, PAIR_LENGTH * rows);
  const flow = edgesMet === 0 ? 1 : edgesMet / (rest.at(-1) ?? 1);
  return (ngrams + weighted + subtreesMet / subtrees + flow) / 4;
}

/** Geometric mean of the orders' shares, less a penalty for being short; 0 where no word is met. */
function ngramMatch(byOrder: readonly number[], given: number, wanted: number): number {
  if (byOrder[0] === 0) return 0;
  let logs = 0;
  for (let at = 0; at < WIDTH; at += 2) logs += Math.log((byOrder[at] || EPSILON) / (byOrder[at + 1] ?? 1));
  const brevity = given < wanted ? Math.exp(1 - wanted / given) : 1;
  return brevity * Math.exp(logs / ORDERS);
}
