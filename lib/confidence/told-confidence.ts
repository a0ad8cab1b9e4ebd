import type { BundleConfidence, ConfidenceReport, CoverageChoice } from '../../contracts/confidence.ts';

/** Coverages that a table of a page has room for. */
const SHOWN = [1, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5];

/** The whole first, then less and less. */
export const shownChoices = (choices: readonly CoverageChoice[]): readonly CoverageChoice[] =>
  choices.filter(({ coverage }) => SHOWN.includes(coverage)).toReversed();

/** What a confidence is the probability of. */
export const meaningSentence = ({ of }: Pick<BundleConfidence, 'of'>): string =>
  of === 'accuracy'
    ? 'The confidence of an answer is the probability that it is right.'
    : 'The confidence of an answer is the probability that the teacher’s vote would be the same: the rows it was fitted on are labelled by the teacher. It does not say how right either is.';

/** When an input is unfamiliar, and how far that can be believed. */
export function limitSentence({ familiar }: Pick<ConfidenceReport, 'familiar'>): string {
  const share = `${Math.round(100 * familiar.from)} %`;
  const from = {
    people: 'a limit that 95 % of people’s rows keep',
    'people-and-generated': 'a limit read from few rows of people’s and from generated ones',
    generated: 'a limit read from generated rows alone, so that real inputs may lie on either side of it',
  }[familiar.limitFrom];
  return `It also leaves out what is unfamiliar: inputs of which less than ${share} of the five-letter pieces stand in the training inputs, ${from}.`;
}
