import type {
  BundleConfidence,
  ConfidenceReport,
  Counted,
  CoverageChoice,
  NoConfidence,
} from '../../contracts/confidence.ts';
import { metricTitle } from '../metrics/metric.ts';

/** Coverages that a table of a page has room for. */
const SHOWN = [1, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5];

/** The whole first, then less and less. */
export const shownChoices = (choices: readonly CoverageChoice[]): readonly CoverageChoice[] =>
  choices.filter(({ coverage }) => SHOWN.includes(coverage)).toReversed();

/** What a confidence is the probability of, or which score it expects. */
export function meaningSentence({ of, counted }: Pick<BundleConfidence, 'of' | 'counted'>): string {
  const what = of === 'accuracy' ? expectedOf(counted, 'what people wrote') : expectedOf(counted, 'the teacher’s vote');
  if (of === 'accuracy')
    return `The confidence of an answer is ${what ?? `the probability that ${rightAnswer(counted)}`}.`;
  const same = what ?? 'the probability that the teacher’s vote would be the same';
  return `The confidence of an answer is ${same}: the rows it was fitted on are labelled by the teacher. It does not say how right either is.`;
}

const rightAnswer = (counted: Counted): string => (counted === 'whole' ? 'all of it is right' : 'it is right');

/** Null where answers are right or wrong. */
const expectedOf = (counted: Counted, against: string): string | null =>
  isScore(counted) ? `the ${metricTitle(counted)} to be expected of it against ${against}, from 0 to 1` : null;

const isScore = (counted: Counted): counted is Exclude<Counted, 'whole' | undefined> =>
  counted !== undefined && counted !== 'whole';

/** Why nothing is said of how sure an answer is; undefined: a build that did not say. */
export function untoldSentence(why: NoConfidence | undefined): string {
  const told = 'Nothing says how sure an answer is, so it cannot abstain';
  if (why === undefined) return `${told}.`;
  const { reason, rows, needed } = why;
  const because = {
    'few-rows': `${rows} validation rows are too few, ${needed} are needed`,
    flat: `of ${rows} validation rows, those whose answers the model finds likelier are answered no better`,
  }[reason];
  return `${told}: ${because}.`;
}

/** What is counted of the answers that are kept: on generated rows it is the teacher's vote that is met. */
export function countWords({ on, counted }: Pick<ConfidenceReport, 'on' | 'counted'>): {
  /** Of a group of answers: `right answers`. */
  readonly answers: string;
  /** Of one: `right`. */
  readonly short: string;
  readonly lacking: string;
} {
  if (isScore(counted)) {
    const title = metricTitle(counted);
    return { answers: `mean ${title}`, short: title, lacking: `${title} lacking` };
  }
  return on === 'generated'
    ? { answers: 'agreeing answers', short: 'agreeing', lacking: 'disagreements' }
    : { answers: 'right answers', short: 'right', lacking: 'wrong answers' };
}

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
