/**
 * Probability of each label, in their order, that the votes speak for: (v + ½)/(k + L/2) for v of k votes and L labels. They
 * sum to 1, and none is 0: a few votes never rule a label out. Votes are shares without logits, so no temperature applies.
 * @throws RangeError for a vote outside the labels
 * @see Krichevsky & Trofimov 1981, "The Performance of Universal Encoding": add ½ to each count
 */
export function voteShares(votes: readonly string[], labels: readonly string[]): readonly number[] {
  const stray = votes.find((vote) => !labels.includes(vote));
  if (stray !== undefined) throw new RangeError(`a vote for "${stray}", which is none of the labels`);
  const total = votes.length + labels.length / 2;
  return labels.map((label) => (votes.filter((vote) => vote === label).length + 0.5) / total);
}
