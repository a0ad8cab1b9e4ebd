import type { Report } from '../../contracts/report.ts';
import { METRICS } from '../metrics/metric.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { bootstrap } from '../statistics/bootstrap.ts';
import type { ScoredTest } from './score-answers.ts';

/**
 * The file that ships, chosen on validation rows: int8 unless it scores worse than fp32 by more than one standard error of
 * fp32's score. A single row is no reason: where fp32 is right on all of them its standard error would be 0.
 */
export function chooseFile(
  validation: Omit<ScoredTest, 'origin' | 'kind'>,
  fp32: readonly Answer[],
  int8: readonly Answer[],
): Report['ships'] {
  const score = (answers: readonly Answer[]) =>
    METRICS[validation.metric].score(validation.expected, answers, validation.labels ?? undefined);
  const full = score(fp32);
  const { seen, standardError } = bootstrap({
    groups: validation.groups,
    statistic: full.value,
    seed: `${validation.seed}/file`,
  });
  const quantized = score(int8).value();
  const drop = seen - quantized;
  const facts = `on ${validation.expected.length} validation rows int8 has ${METRICS[validation.metric].title} ${quantized.toFixed(3)}, fp32 ${seen.toFixed(3)} ± ${standardError.toFixed(3)}`;
  return drop > Math.max(standardError, 1 / validation.expected.length) + ROUNDING
    ? { file: 'fp32', reason: `${facts}: int8 loses more than one standard error` }
    : { file: 'int8', reason: `${facts}: within one standard error, and smaller and faster` };
}

/** Differences of scores that differ by rounding alone are none. */
const ROUNDING = 1e-9;
