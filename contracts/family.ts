import { z } from 'zod';

/**
 * Families of students, cheapest first.
 *
 * - `tfidf`: TF-IDF over words, and a linear classifier.
 * - `frozen-encoder`: a pretrained encoder as it is, its vectors averaged, and a linear classifier.
 * - `encoder`: a pretrained encoder, fine-tuned to classify.
 * - `span`: an encoder that points at the first and the last word of one answer.
 * - `tagger`: an encoder that marks every word as beginning, inside or outside of an answer.
 * - `editor`: an encoder that says of every word whether it stays and what goes before it.
 * - `encoder-decoder`: T5 and its like.
 * - `decoder`: a language model.
 */
export const Family = z.enum([
  'tfidf',
  'frozen-encoder',
  'encoder',
  'span',
  'tagger',
  'editor',
  'encoder-decoder',
  'decoder',
]);
export type Family = z.infer<typeof Family>;
