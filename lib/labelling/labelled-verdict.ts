import type { Score, TestOrigin, Verdict, Who } from '../../contracts/report.ts';
import type { PlannedRow } from '../../contracts/labelling.ts';
import { tangoInterval } from '../statistics/tango.ts';
import { MIN_ROWS } from '../verdict/evidence.ts';
import { rowsFor } from './claims.ts';
import { LABELLED_REASONS } from './labelled-reason.ts';
import type { LabelledRows } from './labelled-rows.ts';

/** Error that all verdicts on the same inputs together may make. */
export const ALPHA = 0.05;
/** Rows left without an answer may be the hard ones: above this share there is no verdict. As for tests of the user's own. */
const MAX_UNANSWERED = 0.01;

export interface LabelledCase {
  readonly rows: LabelledRows;
  readonly plan: readonly PlannedRow[];
  readonly origin: TestOrigin;
  readonly margin: number;
  readonly look: number;
  readonly looks: number;
  /** Of the test, 0..1. */
  readonly unansweredShare: number;
  /** By people's labels; none where no row on which both say the same is labelled. */
  readonly student: Score | null;
  readonly teacher: Score | null;
  /** The highest. */
  readonly baseline: { readonly who: Who; readonly value: number } | null;
}

/** What was found, for the decision and the sentence that gives its reason. */
export interface LabelledEvidence {
  readonly facts: LabelledCase;
  readonly alpha: number;
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
  /** Rows that would settle it, if both are as good; null where that is not a matter of rows. */
  readonly needed: number | null;
}

export type LabelledFinding = 'ship' | 'no' | 'too-few' | 'unanswered' | 'exploratory' | 'no-better' | 'too-close';

/**
 * The verdict from people's labels, by the rule of `decideVerdict`: each limit of student − teacher one-sided at
 * 0.05 / looks, by Tango's interval over the covered rows. Rows that nobody could decide count as if the teacher alone were
 * right for the lower limit, and as if the student were for the upper one: they cannot help a claim.
 */
export function labelledVerdict(
  facts: LabelledCase,
): Omit<LabelledEvidence, 'facts' | 'alpha'> & { readonly verdict: Verdict } {
  const alpha = ALPHA / facts.looks;
  const difference = differenceOf(facts.rows, alpha);
  const finding = decide(facts, difference);
  const toMargin = rowsFor(facts.plan, facts.margin, alpha);
  const needed = finding === 'too-close' || finding === 'too-few' ? Math.max(MIN_ROWS, toMargin) : null;
  return {
    verdict: {
      decision: finding === 'ship' || finding === 'no' ? finding : 'unproven',
      reason: LABELLED_REASONS[finding]({ facts, alpha, difference, needed }),
    },
    difference,
    needed,
  };
}

function differenceOf(
  { covered, onlyStudent, onlyTeacher, undecided }: LabelledRows,
  alpha: number,
): LabelledEvidence['difference'] {
  if (covered === 0) return { value: 0, low: -1, high: 1 };
  const against = { onlyFirst: onlyStudent, onlySecond: onlyTeacher + undecided, rows: covered };
  const inFavour = { onlyFirst: onlyStudent + undecided, onlySecond: onlyTeacher, rows: covered };
  return {
    value: (onlyStudent - onlyTeacher) / covered,
    low: tangoInterval(against, alpha).low,
    high: tangoInterval(inFavour, alpha).high,
  };
}

function decide(facts: LabelledCase, { low, high }: LabelledEvidence['difference']): LabelledFinding {
  const { rows, margin, student, baseline } = facts;
  if (facts.unansweredShare > MAX_UNANSWERED) return 'unanswered';
  if (rows.covered < MIN_ROWS || student === null) return 'too-few';
  if (facts.look > facts.looks) return 'exploratory';
  if (high < -margin) return 'no';
  if (low <= -margin) return 'too-close';
  return baseline === null || student.value > baseline.value ? 'ship' : 'no-better';
}
