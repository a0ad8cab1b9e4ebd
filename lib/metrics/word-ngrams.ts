/** All runs of `order` words, each as one text; the words hold no spaces. */
export const wordNgrams = (words: readonly string[], order: number): string[] =>
  Array.from({ length: Math.max(0, words.length - order + 1) }, (_, at) => words.slice(at, at + order).join(' '));
