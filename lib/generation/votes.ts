import { type ChrfProfile, createChrfComparer } from '../metrics/chrf.ts';

export interface Voted {
  readonly output: string;
  /** How far the votes agree with it, 0..1. A single vote agrees with itself: 1, though nothing is known. */
  readonly agreement: number;
}

export interface VotedLabel extends Voted {
  /** Another label has as many votes: a further vote should decide. */
  readonly tie: boolean;
}

/**
 * The label with the most votes, among equals the one that was voted for first, and its share of the votes.
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

/**
 * The step of a scale with the most votes, and its share of them; where several have as many, the median vote, which may be
 * none of these, of two middle ones the lower.
 * @throws RangeError as `voteLabels`
 */
export function voteScale(votes: readonly string[], labels: readonly string[]): Voted {
  const { output, agreement, tie } = voteLabels(votes, labels);
  if (!tie) return { output, agreement };
  const ordered = votes.toSorted((one, other) => labels.indexOf(one) - labels.indexOf(other));
  const median = ordered[Math.floor((ordered.length - 1) / 2)] ?? output;
  return { output: median, agreement: votes.filter((vote) => vote === median).length / votes.length };
}

/** Means nearer than this are equal: they differ by rounding alone. */
const ROUNDING = 1e-9;

/**
 * The vote that the others are most like, and its mean likeness to them. Ties go to the lowest sample.
 * Costs k·(k − 1) comparisons.
 * @throws RangeError without votes
 * @see Kumar & Byrne 2004, "Minimum Bayes-Risk Decoding for Statistical Machine Translation"
 */
export function voteMedoid(votes: readonly string[], likeness: (expected: string, answer: string) => number): Voted {
  let best: Voted | null = null;
  for (const [sample, output] of votes.entries()) {
    const others = votes.filter((_, other) => other !== sample);
    const agreement = others.length === 0 ? 1 : mean(others.map((other) => likeness(other, output)));
    if (best === null || agreement > best.agreement + ROUNDING) best = { output, agreement };
  }
  if (best === null) throw new RangeError('no votes to compare');
  return best;
}

/** The medoid by chrF++, with the other votes as what is expected. */
export const voteTexts = (votes: readonly string[]): Voted => voteMedoid(votes, createComparison(votes));

/** The same, each pair compared both ways: chrF++ weighs recall, and would choose the longest of passages that overlap. */
export function voteSpans(votes: readonly string[]): Voted {
  const likeness = createComparison(votes);
  return voteMedoid(votes, (one, other) => (likeness(one, other) + likeness(other, one)) / 2);
}

/** Equal texts agree fully, empty ones too, which chrF++ itself scores 0. */
function createComparison(texts: readonly string[]): (expected: string, answer: string) => number {
  const comparer = createChrfComparer();
  const profiles = new Map<string, ChrfProfile>(texts.map((text) => [text, comparer.profile(text)]));
  const profileOf = (text: string): ChrfProfile => profiles.get(text) ?? comparer.profile(text);
  return (expected, answer) => (answer === expected ? 1 : comparer.score(profileOf(answer), profileOf(expected)));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
