import type { Report, Verdict, Who } from '../../contracts/report.ts';
import { METRICS } from '../metrics/metric.ts';
import { TAIL_OF_95 } from '../statistics/interval.ts';
import { holm } from '../statistics/holm.ts';
import { rowsToSettle } from '../statistics/power.ts';
import { varianceUnder } from '../statistics/tango.ts';
import {
  type Contestant,
  type Evidence,
  type Finding,
  MAX_UNANSWERED,
  MAX_UNUSABLE,
  MIN_ROWS,
  type VerdictCase,
} from './evidence.ts';
import { type PairedDifference, pairedDifference } from './paired-difference.ts';
import { noBetterThanBaseline, REASONS } from './reason.ts';

/** Error that all openings of a test together may make. */
export const ALPHA = 0.05;

export interface DecidedVerdict {
  readonly verdict: Verdict;
  readonly gate: Report['gate'];
  /** With teacher, baselines and the released version; those without an interval (a metric that is no rate, fewer than 100 groups) are left out. */
  readonly comparisons: Report['comparisons'];
}

/**
 * Whether the student may replace the teacher. d = student − teacher on the same rows, each limit one-sided at
 * 0.05 / openings:
 * *ship* where the lower limit of d is above −margin and the student's value is above the best baseline's (point estimates;
 * the p of that difference is said); *no* where the upper limit is below −margin; else *unproven*, with the rows that would
 * settle it. Rates: Tango's interval; other metrics: paired bootstrap (BCa) over at least 100 groups. Unproven whatever the
 * numbers: generated rows, imported rows that nobody confirmed, fewer than 40 rows, no teacher, more than 1 % unanswered,
 * more than half of the teacher's answers unusable, * an opening beyond those allowed.
 */
export function decideVerdict(facts: VerdictCase): DecidedVerdict {
  const differences = differencesOf(facts);
  const toTeacher = differences.find(({ who }) => who === facts.teacher?.who)?.found ?? null;
  const best = bestOf(facts.baselines);
  const alpha = ALPHA / facts.gate.openings;
  const evidence: Evidence = {
    facts,
    alpha,
    limits: toTeacher?.interval(alpha) ?? null,
    best: best === null ? null : { ...best, p: differences.find(({ who }) => who === best.who)?.found.p ?? null },
  };
  const finding = decide(evidence);
  const needed = IS_A_MATTER_OF_ROWS.has(finding) ? rowsNeeded(evidence, toTeacher) : null;
  return {
    verdict: {
      decision: finding === 'ship' || finding === 'no' ? finding : 'unproven',
      reason: REASONS[finding](evidence, needed) + noBetterThanBaseline(evidence, finding),
    },
    gate: {
      margin: facts.gate.margin,
      lowerLimit: isProof(facts.origin) ? (evidence.limits?.low ?? null) : null,
      opening: facts.opening,
      openingsAllowed: facts.gate.openings,
      rowsToSettle: needed,
    },
    comparisons: comparisonsOf(facts, differences),
  };
}

/** Findings that more of the user's rows would change. */
const IS_A_MATTER_OF_ROWS: ReadonlySet<Finding> = new Set<Finding>(['too-close', 'generated', 'too-few']);

interface Difference {
  readonly who: Who;
  readonly found: PairedDifference;
}

/** Student less each of the others; none where no row was scored. */
function differencesOf(facts: VerdictCase): readonly Difference[] {
  if (facts.student.scored.rows === 0) return [];
  const { metric, groups, student, others = [] } = facts;
  return [...(facts.teacher === null ? [] : [facts.teacher]), ...facts.baselines, ...others].map(({ who, scored }) => ({
    who,
    found: pairedDifference({ metric, groups, seed: `${facts.seed}/${who}` }, student.scored, scored),
  }));
}

const isProof = (origin: VerdictCase['origin']): boolean => origin === 'gold' || origin === 'imported-confirmed';

function decide({ facts, limits, best }: Evidence): Finding {
  if (facts.origin === 'generated') return 'generated';
  if (facts.origin === 'imported') return 'unconfirmed';
  if (facts.teacher === null) return 'no-teacher';
  if (facts.unansweredShare > MAX_UNANSWERED) return 'unanswered';
  if (facts.unusableShare > MAX_UNUSABLE) return 'unusable';
  if (facts.student.scored.rows < MIN_ROWS) return 'too-few';
  if (facts.opening !== null && facts.opening > facts.gate.openings) return 'exploratory';
  if (limits === null) return 'too-few-groups';
  if (limits.high < -facts.gate.margin) return 'no';
  if (limits.low <= -facts.gate.margin) return 'too-close';
  return best === null || facts.student.scored.value() > best.value ? 'ship' : 'no-better-than-baseline';
}

/** The baseline with the highest value; the first of equals. */
function bestOf(baselines: readonly Contestant[]): { readonly who: Who; readonly value: number } | null {
  const values = baselines.map(({ who, scored }) => ({ who, value: scored.value() }));
  return values.toSorted((one, other) => other.value - one.value)[0] ?? null;
}

/**
 * Rows of the user's that would settle it, if difference and discordance stay what they are. On generated rows neither is
 * known: then for a student as good as the teacher, discordant as often as the student left the teacher's label.
 */
function rowsNeeded({ facts, alpha }: Evidence, toTeacher: PairedDifference | null): number | null {
  const { margin } = facts.gate;
  const { scored } = facts.student;
  if (facts.origin === 'generated') {
    if (!METRICS[facts.metric].isRate) return null;
    const discordant = 1 - scored.value();
    const atLimit = varianceUnder({ onlyFirst: discordant / 2, onlySecond: discordant / 2, rows: 1 }, -margin);
    return Math.max(MIN_ROWS, rowsToSettle(discordant, margin, alpha, atLimit) ?? 0);
  }
  if (toTeacher === null || toTeacher.variance === null) return null;
  const atLimit = toTeacher.varianceAt(-margin) ?? toTeacher.variance;
  const rows = rowsToSettle(toTeacher.variance, toTeacher.difference + margin, alpha, atLimit);
  return rows === null ? null : Math.max(rows, MIN_ROWS, scored.rows + 1);
}

/** Those with an interval. Their p values stand side by side, so that some would be small by chance: Holm's are beside them. */
function comparisonsOf(facts: VerdictCase, differences: readonly Difference[]): Report['comparisons'] {
  const metric = facts.origin === 'generated' ? 'agreement' : facts.metric;
  const known = differences.flatMap(({ who, found }) => {
    const interval = found.interval(TAIL_OF_95);
    return interval === null || found.p === null ? [] : [{ who, found, interval, p: found.p }];
  });
  const corrected = holm(known.map(({ p }) => p));
  return known.map(({ who, found, interval, p }, at) => ({
    student: facts.student.who,
    other: who,
    metric,
    difference: found.difference,
    ...interval,
    mcnemarP: found.mcnemarP,
    holmP: corrected[at] ?? p,
  }));
}
