import { type ChrfProfile, createChrfComparer } from '../metrics/chrf.ts';

export interface VotedLabel {
  /** The label with the most votes; among equals the one that was voted for first. */
  readonly output: string;
  /** Its share of the votes, above 0, at most 1. A single vote agrees with itself: 1, though nothing is known. */
  readonly agreement: number;
  /** Another label has as many votes: a further vote should decide. */
  readonly tie: boolean;
}

/**
 * What labels' votes come to.
 * @throws RangeError without votes, or for a vote outside the labels: those are rejected before they count
 */
export function voteLabels(votes: readonly string[], labels: readonly string[]): VotedLabel {
  const counts = new Map<string, number>();
  for (const vote of votes) {
    if (!labels.includes(vote)) throw new RangeError(`a vote for "${vote}", which is none of the labels`);
    counts.set(vote, (counts.get(vote) ?? 0) + 1);
  }
  // The sort is stable, and the map keeps the order of first votes.
  const [first, second] = [...counts].toSorted(([, one], [, other]) => other - one);
  if (first === undefined) throw new RangeError('no votes to count');
  const [output, most] = first;
  return { output, agreement: most / votes.length, tie: second !== undefined && second[1] === most };
}

export interface VotedText {
  readonly output: string;
  /** Mean chrF++ of the output against the other votes, 0..1. 1 for a single vote, though nothing is known. */
  readonly agreement: number;
}

/** Means nearer than this are equal: they differ by rounding alone. */
const ROUNDING = 1e-9;

/**
 * The vote that the others are most like: highest mean chrF++ with the other votes as what is expected. Ties go to the
 * lowest sample. Costs k·(k − 1) comparisons of different texts.
 * @throws RangeError without votes
 * @see Kumar & Byrne 2004, "Minimum Bayes-Risk Decoding for Statistical Machine Translation"
 */
export function voteTexts(votes: readonly string[]): VotedText {
  const compare = createComparison(votes);
  let best: VotedText | null = null;
  for (const [sample, output] of votes.entries()) {
    const others = votes.filter((_, other) => other !== sample);
    const agreement = others.length === 0 ? 1 : mean(others.map((other) => compare(output, other)));
    if (best === null || agreement > best.agreement + ROUNDING) best = { output, agreement };
  }
  if (best === null) throw new RangeError('no votes to compare');
  return best;
}

/** Equal texts agree fully, empty ones too, which chrF++ itself scores 0. */
function createComparison(texts: readonly string[]): (answer: string, expected: string) => number {
  const comparer = createChrfComparer();
  const profiles = new Map<string, ChrfProfile>(texts.map((text) => [text, comparer.profile(text)]));
  const profileOf = (text: string): ChrfProfile => profiles.get(text) ?? comparer.profile(text);
  return (answer, expected) => (answer === expected ? 1 : comparer.score(profileOf(answer), profileOf(expected)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
