import { scoredByMean } from '../../lib/metrics/scored-rows.ts';
import { decideVerdict } from '../../lib/verdict/decide-verdict.ts';
import type { VerdictCase } from '../../lib/verdict/evidence.ts';
import type { Outcomes } from './outcomes.ts';

/** What a simulated project has besides its students. */
export interface Project {
  readonly teacher: Outcomes;
  /** Null where there is none to beat. */
  readonly baseline: Outcomes | null;
  readonly groups: readonly string[];
  readonly metric: 'accuracy' | 'chrf++';
}

/** Whether the verdict that builds get is *ship*, on gold rows that were all answered. */
export function isShipped(
  { metric, teacher, baseline, groups }: Project,
  student: Outcomes,
  facts: Pick<VerdictCase, 'gate' | 'opening'>,
): boolean {
  const { verdict } = decideVerdict({
    ...facts,
    metric,
    origin: 'gold',
    groups,
    student: { who: 'student-int8', scored: scoredByMean(student) },
    teacher: { who: 'teacher', scored: scoredByMean(teacher) },
    baselines: baseline === null ? [] : [{ who: 'majority', scored: scoredByMean(baseline) }],
    unansweredShare: 0,
    unusableShare: 0,
    seed: student.join(),
  });
  return verdict.decision === 'ship';
}
