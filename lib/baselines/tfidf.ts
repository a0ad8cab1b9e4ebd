import { z } from 'zod';

/** TF-IDF over words and word pairs with a linear classifier, as the trainer writes it: `tfidf.json` beside the weights. */
export const TfidfModel = z.strictObject({
  version: z.literal(1),
  /** Term → its place in `idf` and in each row of `coefficients`. A term is a word, or two words with a space between. */
  vocabulary: z.record(z.string(), z.int().nonnegative()),
  idf: z.array(z.number()),
  /** A row for each label, or for each list of labels where the task has several; null where the task has none. */
  coefficients: z.array(z.array(z.number())).nullable(),
  intercepts: z.array(z.number()).nullable(),
  labels: z.array(z.string()).nullable(),
});
export type TfidfModel = Readonly<z.infer<typeof TfidfModel>>;

/** The label that scikit-learn's pipeline of TfidfVectorizer and LogisticRegression gives; the first of equal ones. */
export function predictTfidf(model: TfidfModel, text: string): string {
  const { labels, coefficients, intercepts } = model;
  if (labels === null || coefficients === null || intercepts === null) {
    throw new Error('a TF-IDF model without labels cannot predict one');
  }
  const vector = tfidfVector(model, text);
  let best = { label: '', score: -Infinity };
  for (const [number, label] of labels.entries()) {
    const row = coefficients[number] ?? [];
    let score = intercepts[number] ?? 0;
    for (const [term, value] of vector) score += value * (row[term] ?? 0);
    if (score > best.score) best = { label, score };
  }
  return best.label;
}

/**
 * Weights by term number, of Euclidean length 1; empty where no term is known.
 * @see scikit-learn's user guide, "Tf–idf term weighting", with `sublinear_tf`: (1 + ln tf) · idf
 */
function tfidfVector(model: TfidfModel, text: string): Map<number, number> {
  const counts = new Map<number, number>();
  for (const term of termsOf(text)) {
    const number = Object.hasOwn(model.vocabulary, term) ? model.vocabulary[term] : undefined;
    if (number !== undefined) counts.set(number, (counts.get(number) ?? 0) + 1);
  }
  const weights = new Map<number, number>();
  for (const [number, count] of counts) weights.set(number, (1 + Math.log(count)) * (model.idf[number] ?? 0));
  const length = Math.hypot(...weights.values());
  for (const [number, weight] of weights) weights.set(number, weight / length);
  return weights;
}

/** Words, which are runs of letters and digits in lower case, then pairs of neighbours. */
function termsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...words, ...words.slice(1).map((word, index) => `${words[index]} ${word}`)];
}
