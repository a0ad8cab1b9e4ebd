import { type Score, type TestOrigin, Who } from '../../contracts/report.ts';
import type { Metric } from '../../contracts/task-file.ts';
import { METRICS } from '../metrics/metric.ts';
import { type MeasuredTask, shownMetrics } from '../metrics/metrics-of-task.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import { bootstrap } from '../statistics/bootstrap.ts';
import { type Interval, TAIL_OF_95 } from '../statistics/interval.ts';
import { wilsonInterval } from '../statistics/wilson.ts';
import type { Answers } from './answers.ts';

export interface ScoredTest {
  readonly metric: Metric;
  readonly labels: readonly string[] | null;
  readonly origin: TestOrigin;
  readonly expected: readonly string[];
  /** Rows of one group are drawn together. */
  readonly groups: readonly string[];
  readonly seed: number;
}

/**
 * Everybody's scores with 95 % intervals: Wilson for rates, else the bootstrap over groups (2,000 resamples). On generated
 * rows the metric that decides is called `agreement`: their labels are the teacher's own.
 */
export function scoreAnswers(test: ScoredTest & MeasuredTask, answers: Answers): readonly Score[] {
  const metrics = [test.metric, ...shownMetrics(test).filter((metric) => metric !== test.metric)];
  return Who.options.flatMap((who) => {
    const given = answers[who];
    return given === undefined ? [] : metrics.map((metric) => scoreOf(test, who, metric, given));
  });
}

function scoreOf(test: ScoredTest, who: Who, metric: Metric, answers: readonly Answer[]): Score {
  const scored = METRICS[metric].score(test.expected, answers, test.labels ?? undefined);
  const value = scored.value();
  const { low, high } = METRICS[metric].isRate
    ? wilsonInterval(Math.round(value * scored.rows), scored.rows)
    : resampledInterval(scored.value, test);
  const name = test.origin === 'generated' && metric === test.metric ? 'agreement' : metric;
  return { who, on: test.origin, metric: name, value, low, high, n: scored.rows };
}

/** 95 % interval by the bootstrap over groups. */
export function resampledInterval(
  statistic: (weights?: Float64Array) => number,
  test: { readonly groups: readonly string[]; readonly seed: number | string },
): Interval {
  const resamples = bootstrap({ groups: test.groups, statistic, seed: `${test.seed}/interval` });
  return { low: resamples.quantile(TAIL_OF_95), high: resamples.quantile(1 - TAIL_OF_95) };
}
