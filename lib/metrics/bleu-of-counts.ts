/**
 * Geometric mean of the orders' precisions, less a penalty for answers that are too short: BLEU, 0..1, with the exponential
 * smoothing of sacrebleu. `counts`: length of the answer, length of the expected text, then for each order its n-grams in
 * the answer and those shared; the counts may be weighted. `orders-present` passes over orders that the answer is too short
 * for, as BLEU of a single sentence does.
 * @see Papineni et al. 2002, "BLEU: a Method for Automatic Evaluation of Machine Translation"; Chen & Cherry 2014, "A Systematic Comparison of Smoothing Techniques for Sentence-Level BLEU"
 */
export function bleuOfCounts(counts: Float64Array, orders: 'all-orders' | 'orders-present'): number {
  const [given = 0, wanted = 0, ...byOrder] = counts;
  if (byOrder.every((count, at) => at % 2 === 0 || count === 0)) return 0;
  const most = byOrder.length / 2;
  let logs = 0;
  let present = 0;
  let smoothing = 1;
  for (; present < most; present += 1) {
    const [ngrams = 0, shared = 0] = byOrder.slice(2 * present);
    if (ngrams === 0) break;
    // An order without a match counts as half a match, the next one as a quarter, and so on.
    if (shared === 0) smoothing *= 2;
    logs += Math.log((shared === 0 ? 1 / smoothing : shared) / ngrams);
  }
  if (present < most && orders === 'all-orders') return 0;
  const brevity = given < wanted ? Math.exp(1 - wanted / given) : 1;
  return brevity * Math.exp(logs / present);
}
