import type { TaskInput } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { fieldAccuracy } from '../metrics/field-accuracy.ts';
import { canonicalOutput } from '../task-output/canonical-output.ts';
import { formOf, isListed } from '../task-output/output-form.ts';
import { voteLists } from './vote-lists.ts';
import { type Voted, voteLabels, voteMedoid, voteScale, voteSpans, voteTexts } from './votes.ts';

export interface SettledVotes extends Voted {
  /** Enough of them agree for a training row. */
  readonly isSettled: boolean;
}

/** Texts whose votes agree less than this (mean chrF++, 0..1) are about different things: unrelated sentences reach 0.1 to 0.2. */
const LEAST_TEXT_AGREEMENT = 0.25;
/** Passages that overlap share most of their characters; those beside each other do not. */
const LEAST_SPAN_AGREEMENT = 0.5;
/** Of the fields of a structured output. */
const LEAST_FIELD_AGREEMENT = 0.5;

/**
 * What the votes on one input come to, and how far they agree with it (0..1):
 *
 * - one label: the majority, its share of the votes; steps of a scale the same, but a tie goes to the median vote;
 * - lists: what more than half of the votes have, the mean share that agrees over all items named;
 * - one passage: the majority, its share; without one the medoid by chrF++ both ways, its mean;
 * - structured: the majority, its share; without one the medoid by the share of equal fields, its mean;
 * - other texts: the medoid by chrF++, its mean.
 *
 * @throws RangeError without votes
 */
export function settleVotes(spec: TaskSpec, input: TaskInput, votes: readonly string[]): SettledVotes {
  const { kind, constraints } = spec;
  const form = formOf(spec);
  if (isListed(form)) return settleLists(spec, input, votes);
  if (kind === 'labels') {
    const labels = form.labels ?? [];
    const { output, agreement } = constraints.ordered ? voteScale(votes, labels) : voteLabels(votes, labels);
    return { output, agreement, isSettled: agreement > 0.5 };
  }
  if (kind === 'extract') return majorityElse(votes, () => voteSpans(votes), LEAST_SPAN_AGREEMENT);
  if (kind === 'structured') return majorityElse(votes, () => voteMedoid(votes, fieldAccuracy), LEAST_FIELD_AGREEMENT);
  const voted = voteTexts(votes);
  return { ...voted, isSettled: voted.agreement >= LEAST_TEXT_AGREEMENT };
}

/** Whether a further vote should decide: labels tie. A scale has a middle, and lists and texts settle themselves. */
export function areTied(spec: TaskSpec, votes: readonly string[]): boolean {
  const { kind, labels, constraints } = spec;
  if (kind !== 'labels' || constraints.several || constraints.ordered || votes.length === 0) return false;
  return voteLabels(votes, labels?.map(({ name }) => name) ?? []).tie;
}

function settleLists(spec: TaskSpec, input: TaskInput, votes: readonly string[]): SettledVotes {
  const { items, agreement, isLost } = voteLists(votes);
  const checked = canonicalOutput(formOf(spec), input, items);
  if ('fault' in checked) throw new RangeError(`votes that were not checked: ${checked.message}`);
  return { output: checked.output, agreement, isSettled: agreement > 0.5 && !isLost };
}

function majorityElse(votes: readonly string[], medoid: () => Voted, least: number): SettledVotes {
  const counts = new Map<string, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const most = [...counts].find(([, count]) => count > votes.length / 2);
  if (most !== undefined) return { output: most[0], agreement: most[1] / votes.length, isSettled: true };
  const voted = medoid();
  return { ...voted, isSettled: voted.agreement >= least };
}
