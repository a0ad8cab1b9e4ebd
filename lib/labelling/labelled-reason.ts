import { aboutRows, points, pointsAtLeast, pointsAtMost } from '../verdict/points.ts';
import { MAX_UNANSWERED, MIN_ROWS } from '../verdict/evidence.ts';
import { WHO_TITLES } from '../verdict/who-title.ts';
import type { LabelledCase, LabelledEvidence, LabelledFinding } from './labelled-evidence.ts';

/** The sentence that a manager would read, for each finding. What invented inputs leave open is said wherever something is claimed. */
export const LABELLED_REASONS = {
  ship: (evidence) =>
    `Ship: by people's labels ${worseAtMost(evidence)} ${onRows(evidence)}${beats(evidence)}.${caveat(evidence)}`,
  no: (evidence) =>
    `No: by people's labels the student is at least ${pointsAtLeast(-evidence.difference.high)} points worse than the teacher ${onRows(evidence)}: more than the margin of ${points(evidence.facts.margin)}.${caveat(evidence)}`,
  'too-close': (evidence) =>
    `Unproven: by people's labels the student may be up to ${pointsAtMost(-evidence.difference.low)} points worse than the teacher ${onRows(evidence)}, and the margin is ${points(evidence.facts.margin)}${wouldSettle(evidence)}.${caveat(evidence)}`,
  'no-better': (evidence) =>
    `Unproven: by people's labels ${worseAtMost(evidence)} ${onRows(evidence)}, but no better than a trivial baseline: ${baseline(evidence)}.${caveat(evidence)}`,
  'too-few': (evidence) =>
    `Unproven: people's labels cover ${evidence.facts.rows.covered} ${inputs(evidence.facts)}, and at least ${MIN_ROWS} are needed${wouldSettle(evidence)}.`,
  unanswered: ({ facts }) =>
    `Unproven: the endpoint left ${points(facts.unansweredShare)} % of the test rows unanswered, above the ${points(MAX_UNANSWERED)} % that may be left out.`,
  exploratory: ({ facts }) =>
    `Unproven: this is verdict ${facts.look} on inputs that may decide ${facts.looks === 1 ? 'once' : `${facts.looks} times`}; its numbers are exploratory. Other inputs would settle it.`,
} as const satisfies Record<LabelledFinding, (evidence: LabelledEvidence) => string>;

const inputs = ({ origin }: LabelledCase): string => (origin === 'generated' ? 'invented inputs' : 'imported inputs');

function onRows({ facts, alpha }: LabelledEvidence): string {
  const { rows, student, teacher } = facts;
  const level = `${Number((100 * (1 - alpha)).toFixed(2))} % confidence`;
  const right =
    student === null || teacher === null
      ? level
      : `right on ${points(student.value)} % against ${points(teacher.value)} %; ${level}`;
  return `on ${rows.covered} ${inputs(facts)} (${right})`;
}

function worseAtMost({ difference: { low } }: LabelledEvidence): string {
  return low > 0
    ? `the student is at least ${pointsAtLeast(low)} points better than the teacher`
    : `the student is at most ${pointsAtMost(-low)} points worse than the teacher`;
}

const beats = (evidence: LabelledEvidence): string =>
  evidence.facts.baseline === null ? '' : `, and better than the best trivial baseline: ${baseline(evidence)}`;

const baseline = ({ facts }: LabelledEvidence): string =>
  facts.baseline === null ? 'none' : `${WHO_TITLES[facts.baseline.who]} has ${points(facts.baseline.value)} %`;

function wouldSettle({ facts, needed }: LabelledEvidence): string {
  if (needed === null) return '';
  const all = facts.plan.length;
  if (facts.rows.covered < all && needed <= all)
    return `; for one as good as the teacher labels of ${aboutRows(needed)} would settle it`;
  return needed > all
    ? `; for one as good as the teacher that takes ${aboutRows(needed)}, and this test has ${all}`
    : '';
}

const caveat = ({ facts }: LabelledEvidence): string =>
  facts.origin === 'generated' ? ' The inputs are invented: how often either is right on real ones is not known.' : '';
