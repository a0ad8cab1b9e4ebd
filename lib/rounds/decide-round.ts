import type { RoundDecision, RoundReport } from '../../contracts/round.ts';
import type { Metric } from '../../contracts/task-file.ts';
import { METRICS } from '../metrics/metric.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { bootstrap } from '../statistics/bootstrap.ts';

/** The validation rows, and what the decision goes by. */
export interface Validation {
  readonly metric: Metric;
  readonly labels: readonly string[] | null;
  readonly expected: readonly string[];
  readonly groups: readonly string[];
  readonly margin: number;
  readonly seed: number;
}

/**
 * Whether another round may help: no where the student is within the gate's margin of what the rows say, and no where it
 * gained no more than one standard error over the best student before (bootstrap over groups, both on the same resamples).
 */
export function decideRound(
  validation: Validation,
  answers: readonly Answer[],
  before: readonly Answer[] | null,
): Pick<RoundReport, 'score' | 'standardError' | 'gain' | 'decision'> {
  const { metric, expected, groups, seed } = validation;
  const valueOf = (given: readonly Answer[]) =>
    METRICS[metric].score(expected, given, validation.labels ?? undefined).value;
  const now = valueOf(answers);
  const { seen: score, standardError } = bootstrap({ groups, statistic: now, seed: `${seed}/round` });
  const gain = before === null ? null : gainOver(valueOf(before), now, groups, `${seed}/gain`);
  return { score, standardError, gain, decision: decisionOf(score, gain, validation.margin) };
}

function gainOver(
  before: (weights?: Float64Array) => number,
  now: (weights?: Float64Array) => number,
  groups: readonly string[],
  seed: string,
): RoundReport['gain'] {
  const statistic = (weights?: Float64Array) => now(weights) - before(weights);
  const { seen: difference, standardError } = bootstrap({ groups, statistic, seed });
  return { difference, standardError };
}

/** 1 − 0.95 is a little more than 0.05. */
const ROUNDING = 1e-9;

function decisionOf(score: number, gain: RoundReport['gain'], margin: number): RoundDecision {
  if (1 - score <= margin + ROUNDING) return 'good-enough';
  return gain !== null && gain.difference <= gain.standardError ? 'no-gain' : 'again';
}
