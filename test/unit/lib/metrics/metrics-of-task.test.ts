import { expect, it } from 'vitest';
import { TaskKind } from '../../../../contracts/task-file.ts';
import { defaultMetric } from '../../../../lib/metrics/default-metric.ts';
import { metricsOf, shownMetrics } from '../../../../lib/metrics/metrics-of-task.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const several = { ...UNCONSTRAINED, several: true };
const ordered = { ...UNCONSTRAINED, ordered: true };
const TASKS = [
  ...TaskKind.options.map((kind) => ({ kind, constraints: UNCONSTRAINED })),
  { kind: 'labels', constraints: several },
  { kind: 'labels', constraints: ordered },
  { kind: 'extract', constraints: several },
] as const;

it.each(TASKS)('$kind $constraints: what is shown, and what decides by itself, measures the task', (task) => {
  expect(metricsOf(task)).toEqual(expect.arrayContaining([...shownMetrics(task)]));
  expect(metricsOf(task)).toContain(defaultMetric({ ...task, examples: [] }).metric);
});

it('follows the form of the answers', () => {
  const metrics = TASKS.map((task) => defaultMetric({ ...task, examples: [] }).metric);
  expect(metrics).toEqual([
    'accuracy',
    'exact-match',
    'exact-match',
    'field-accuracy',
    'chrf++',
    'chrf++',
    'micro-f1',
    'closeness',
    'span-f1',
  ]);
});
