import type { Verdict } from '../../contracts/report.ts';
import { tangoInterval } from '../statistics/tango.ts';
import { MAX_UNANSWERED, MIN_ROWS } from '../verdict/evidence.ts';
import { rowsFor } from './claims.ts';
import { ALPHA, type LabelledCase, type LabelledEvidence, type LabelledFinding } from './labelled-evidence.ts';
import { LABELLED_REASONS } from './labelled-reason.ts';
import type { LabelledRows } from './labelled-rows.ts';

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
  const isMatterOfRows = (finding === 'too-close' || finding === 'too-few') && Number.isFinite(toMargin);
  const needed = isMatterOfRows ? Math.max(MIN_ROWS, toMargin) : null;
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
