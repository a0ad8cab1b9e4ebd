import { METRICS } from '../metrics/metric.ts';
import { countGroups } from '../statistics/bootstrap.ts';
import { MIN_GROUPS } from '../statistics/paired-bootstrap.ts';
import { type Evidence, type Finding, MAX_UNANSWERED, MIN_ROWS, type VerdictCase } from './evidence.ts';
import { aboutRows, points, pointsAtLeast, pointsAtMost, pValue } from './points.ts';
import { WHO_TITLES } from './who-title.ts';

/** The sentence that a manager would read, for each finding; values in points of 100. `needed`: rows that would settle it. */
export const REASONS = {
  ship: (evidence) =>
    `Ship: on ${rowsOf(evidence.facts)} ${worseAtMost(evidence)} ${values(evidence)}${beatsBaseline(evidence)}.`,
  no: (evidence) =>
    `No: on ${rowsOf(evidence.facts)} the student is at least ${pointsAtLeast(-(evidence.limits?.high ?? 0))} points worse than the teacher ${values(evidence)}: more than the margin of ${points(evidence.facts.gate.margin)}.`,
  'too-close': (evidence, needed) =>
    `Unproven: on ${rowsOf(evidence.facts)} the student may be up to ${pointsAtMost(-(evidence.limits?.low ?? 0))} points worse than the teacher ${values(evidence)}, and the margin is ${points(evidence.facts.gate.margin)}; ${needed === null ? 'no number of rows is known that' : aboutRows(needed)} would settle it.`,
  'no-better-than-baseline': (evidence) =>
    `Unproven: on ${rowsOf(evidence.facts)} ${worseAtMost(evidence)} ${values(evidence)}, but no better than a trivial baseline: ${baseline(evidence)}.`,
  generated: ({ facts }, needed) =>
    `Unproven: the student ${agreement(facts)} invented inputs; accuracy unknown${needed === null ? '' : `. About as good a student takes ${aboutRows(needed)} of your own to prove`}.`,
  unconfirmed: ({ facts }) =>
    `Unproven: the ${facts.student.scored.rows} test rows come from a dataset that nobody has confirmed yet.`,
  'no-teacher': () =>
    'Unproven: the teacher was not asked all test rows, so there is nothing to compare the student with.',
  'too-few': ({ facts }, needed) =>
    `Unproven: ${rowsOf(facts)} prove nothing, at least ${MIN_ROWS} are needed${needed === null ? '' : `; as it looks now, ${aboutRows(needed)} would settle it`}.`,
  unanswered: ({ facts }) =>
    `Unproven: the endpoint left ${points(facts.unansweredShare)} % of the test rows unanswered, above the ${points(MAX_UNANSWERED)} % that may be left out.`,
  unusable: ({ facts }) =>
    `Unproven: ${points(facts.unusableShare)} % of the teacher's answers broke the task's rules, so that it is no teacher to be compared with.`,
  exploratory: ({ facts }) =>
    `Unproven: this is opening ${facts.opening} of a test that may decide ${facts.gate.openings === 1 ? 'once' : `${facts.gate.openings} times`}; its numbers are exploratory. New test rows would settle it.`,
  'too-few-groups': ({ facts }) =>
    `Unproven: ${METRICS[facts.metric].title} needs at least ${MIN_GROUPS} independent test rows for an interval, and there are ${countGroups(facts.groups)}.`,
} as const satisfies Record<Finding, (evidence: Evidence, needed: number | null) => string>;

/** Findings that say nothing of the baselines by themselves. */
const SILENT_ON_BASELINES: ReadonlySet<Finding> = new Set<Finding>([
  'no',
  'too-close',
  'generated',
  'too-few',
  'unconfirmed',
  'unusable',
  'exploratory',
]);

/** What a reader would be surprised to find out alone: a trivial baseline does as well as the student. Begins with a space. */
export const noBetterThanBaseline = (evidence: Evidence, finding: Finding): string =>
  SILENT_ON_BASELINES.has(finding) &&
  evidence.best !== null &&
  evidence.facts.student.scored.value() <= evidence.best.value
    ? ` It is no better than a trivial baseline: ${baseline(evidence)}.`
    : '';

const rowsOf = ({ origin, student }: VerdictCase): string =>
  origin === 'gold'
    ? `${student.scored.rows} of your own rows`
    : `${student.scored.rows} rows of the dataset that you confirmed`;

/** Confidence without a tail of digits: 95 %, or 99.17 % where openings share the error. */
const confidence = (alpha: number): string => `${Number((100 * (1 - alpha)).toFixed(2))} % confidence`;

function worseAtMost({ limits }: Evidence): string {
  const low = limits?.low ?? 0;
  return low > 0
    ? `the student is at least ${pointsAtLeast(low)} points better than the teacher`
    : `the student is at most ${pointsAtMost(-low)} points worse than the teacher`;
}

function values({ facts, alpha }: Evidence): string {
  const student = points(facts.student.scored.value());
  const teacher = facts.teacher === null ? 'unknown' : points(facts.teacher.scored.value());
  return `(${METRICS[facts.metric].title} ${student} against ${teacher}; ${confidence(alpha)})`;
}

const beatsBaseline = (evidence: Evidence): string =>
  evidence.best === null ? '' : `, and better than the best trivial baseline: ${baseline(evidence)}`;

const baseline = ({ best }: Evidence): string =>
  best === null
    ? 'none'
    : `${WHO_TITLES[best.who]} has ${points(best.value)}${best.p === null ? '' : ` (${pValue(best.p)})`}`;

function agreement({ metric, student }: VerdictCase): string {
  const value = student.scored.value();
  const rows = student.scored.rows;
  return METRICS[metric].isRate
    ? `agrees with the teacher on ${(100 * value).toFixed(0)} % of ${rows}`
    : `has ${METRICS[metric].title} ${points(value)} against the answers of the teacher on ${rows}`;
}
