import { describe, expect, it } from 'vitest';
import type { Metric } from '../../../../contracts/task-file.ts';
import { METRICS } from '../../../../lib/metrics/metric.ts';
import recorded from '../../../support/recorded/set-metrics.json' with { type: 'json' };

/** Both sides compute in doubles, so only the order of sums differs. */
const TOLERANCE = 1e-12;

describe('against scikit-learn', () => {
  it.each(recorded.sets)('micro-F1, macro-F1 and span F1 of lists: $name', (sample) => {
    const value = (metric: Metric): number =>
      METRICS[metric].score(sample.expected, sample.answers, sample.labels).value();
    expect(Math.abs(value('micro-f1') - sample.microF1)).toBeLessThan(TOLERANCE);
    expect(Math.abs(value('span-f1') - sample.microF1)).toBeLessThan(TOLERANCE);
    expect(Math.abs(value('macro-f1') - sample.macroF1)).toBeLessThan(TOLERANCE);
  });

  it.each(recorded.scales)('closeness is the mean absolute error, turned round: $expected.length rows', (sample) => {
    const closeness = METRICS.closeness.score(sample.expected, sample.answers, sample.labels).value();
    const steps = sample.labels.length - 1;
    expect(Math.abs((1 - closeness) * steps - sample.meanAbsoluteError)).toBeLessThan(TOLERANCE);
  });
});
