import { CHARACTER_ROOT, createNgramIndex, type NgramIndex, WORD_ROOT } from './ngram-index.ts';
import { pythonWords } from './python-words.ts';
import { type Answer, requireSameLength, type ScoredRows } from './scored-rows.ts';
import { sumRows } from './sum-rows.ts';

/** chrF++: characters up to six in a row, words up to two, recall worth twice precision. */
const CHARACTER_ORDERS = 6;
const WORD_ORDERS = 2;
const BETA_SQUARED = 4;
const ORDERS = CHARACTER_ORDERS + WORD_ORDERS;
/** Per order: n-grams of the answer, n-grams of the expected text, n-grams they share. */
const WIDTH = 3 * ORDERS;
/** Above so many n-grams the index is thrown away: it bounds the memory that a long list of long texts takes. */
const INDEX_LIMIT = 1 << 16;

/**
 * chrF++ of the whole list, 0..1 (sacrebleu's `CHRF(word_order=2)` over 100, corpus level): n-grams are counted over
 * all rows first, so it is not the mean of the rows. `perRow` is sacrebleu's sentence level.
 * An answer that is none counts as an empty text. Two empty texts score 0, as in sacrebleu.
 *
 * @see Popović 2017, "chrF++: words helping character n-grams"
 */
export function scoreChrf(expected: readonly string[], answers: readonly Answer[]): ScoredRows {
  requireSameLength(expected, answers);
  const statistics = new Float64Array(expected.length * WIDTH);
  let comparer = createChrfComparer();
  for (const [row, text] of expected.entries()) {
    if (comparer.size() > INDEX_LIMIT) comparer = createChrfComparer();
    const counts = comparer.count(comparer.profile(answers[row] ?? ''), comparer.profile(text));
    statistics.set(counts, row * WIDTH);
  }
  const rowOf = (row: number): Float64Array => statistics.subarray(row * WIDTH, (row + 1) * WIDTH);
  return {
    rows: expected.length,
    perRow: expected.map((_, row) => fScore(rowOf(row))),
    value: (weights) => fScore(sumRows(statistics, WIDTH, weights)),
  };
}

/** N-grams of one text by order, as numbers of the comparer that made them. */
export type ChrfProfile = readonly Int32Array[];

/** Compares many texts with each other; each is taken apart once. */
export interface ChrfComparer {
  readonly profile: (text: string) => ChrfProfile;
  /** Sentence-level chrF++ of an answer, 0..1. Not symmetric: recall counts more. */
  readonly score: (answer: ChrfProfile, expected: ChrfProfile) => number;
  readonly count: (answer: ChrfProfile, expected: ChrfProfile) => Float64Array;
  /** N-grams seen so far. */
  readonly size: () => number;
}

export function createChrfComparer(): ChrfComparer {
  const index = createNgramIndex();
  const words = new Map<string, number>();
  let scratch = new Int32Array(4096);
  const count = (answer: ChrfProfile, expected: ChrfProfile): Float64Array => {
    if (scratch.length < index.size()) scratch = new Int32Array(2 * index.size());
    return matchCounts(answer, expected, scratch);
  };
  return {
    profile: (text) => [...characterNgrams(text, index), ...wordNgrams(text, index, words)],
    score: (answer, expected) => fScore(count(answer, expected)),
    count,
    size: index.size,
  };
}

const characterNgrams = (text: string, index: NgramIndex): Int32Array[] =>
  ngrams(codePoints(pythonWords(text).join('')), CHARACTER_ORDERS, CHARACTER_ROOT, index);

/** A loop, since iterating over a string makes a string of every character: a third of the whole time. */
function codePoints(text: string): Int32Array {
  const points = new Int32Array(text.length);
  let count = 0;
  for (let at = 0; at < text.length; count += 1) {
    const point = text.codePointAt(at) ?? 0;
    points[count] = point;
    at += point > 0xffff ? 2 : 1;
  }
  return points.subarray(0, count);
}

function wordNgrams(text: string, index: NgramIndex, words: Map<string, number>): Int32Array[] {
  const numberOf = (word: string): number => {
    const number = words.get(word) ?? words.size;
    words.set(word, number);
    return number;
  };
  return ngrams(Int32Array.from(pythonWords(text).flatMap(splitPunctuation), numberOf), WORD_ORDERS, WORD_ROOT, index);
}

/** Order n + 1 extends the n-gram that starts at the same place by the next symbol. */
function ngrams(symbols: Int32Array, orders: number, root: number, { extend }: NgramIndex): Int32Array[] {
  const byOrder: Int32Array[] = [];
  let shorter: Int32Array = new Int32Array(symbols.length + 1).fill(root);
  for (let order = 1; order <= orders; order += 1) {
    const longer = new Int32Array(Math.max(0, symbols.length - order + 1));
    for (let at = 0; at < longer.length; at += 1)
      longer[at] = extend(shorter[at] ?? root, symbols[at + order - 1] ?? 0);
    byOrder.push(longer);
    shorter = longer;
  }
  return byOrder;
}

const ASCII_PUNCTUATION = /^[!-/:-@[-`{-~]$/;

/** Takes one punctuation mark off a word's end, else off its start; never both, as in Popović's script: `(hi)` is `(hi` and `)`. */
function splitPunctuation(word: string): string[] {
  const last = word.slice(-1);
  const first = word.slice(0, 1);
  if (word.length === 1) return [word];
  if (ASCII_PUNCTUATION.test(last)) return [word.slice(0, -1), last];
  if (ASCII_PUNCTUATION.test(first)) return [first, word.slice(1)];
  return [word];
}

/** `scratch` holds zeros, and holds zeros again afterwards; it is as long as the highest n-gram number. */
function matchCounts(answer: ChrfProfile, expected: ChrfProfile, scratch: Int32Array): Float64Array {
  const counts = new Float64Array(WIDTH);
  for (const [order, wanted] of expected.entries()) {
    const given = answer[order] ?? new Int32Array(0);
    for (const ngram of wanted) scratch[ngram] = (scratch[ngram] ?? 0) + 1;
    let shared = 0;
    for (const ngram of given) {
      const left = scratch[ngram] ?? 0;
      if (left === 0) continue;
      scratch[ngram] = left - 1;
      shared += 1;
    }
    for (const ngram of wanted) scratch[ngram] = 0;
    // An order that the expected text is too short for counts for nobody.
    counts[3 * order] = wanted.length === 0 ? 0 : given.length;
    counts[3 * order + 1] = wanted.length;
    counts[3 * order + 2] = shared;
  }
  return counts;
}

/** Precision and recall are averaged over the orders that both sides have, then joined (sacrebleu's effective order). */
function fScore(counts: Float64Array): number {
  let precision = 0;
  let recall = 0;
  let orders = 0;
  for (let order = 0; order < ORDERS; order += 1) {
    const given = counts[3 * order] ?? 0;
    const wanted = counts[3 * order + 1] ?? 0;
    const shared = counts[3 * order + 2] ?? 0;
    if (given === 0 || wanted === 0) continue;
    precision += shared / given;
    recall += shared / wanted;
    orders += 1;
  }
  if (precision + recall === 0) return 0;
  const [meanPrecision, meanRecall] = [precision / orders, recall / orders];
  return ((1 + BETA_SQUARED) * meanPrecision * meanRecall) / (BETA_SQUARED * meanPrecision + meanRecall);
}
