import { pythonWords } from './python-words.ts';

/** Python's `string.punctuation`: ASCII only. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** English articles as whole words. JavaScript's `\b` knows ASCII letters alone, hence the look-arounds. */
const ARTICLES = /(?<![\p{L}\p{N}_])(?:a|an|the)(?![\p{L}\p{N}_])/gu;

/**
 * The text in lower case, without ASCII punctuation and English articles, words one space apart.
 *
 * @see Rajpurkar et al. 2016, "SQuAD: 100,000+ Questions for Machine Comprehension of Text", section 6.1, and the official evaluation script
 */
export const squadNormalise = (text: string): string =>
  pythonWords(text.toLowerCase().replaceAll(PUNCTUATION, '').replaceAll(ARTICLES, ' ')).join(' ');
