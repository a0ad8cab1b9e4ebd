import { describe, expect, it } from 'vitest';
import { Metric } from '../../../../contracts/task-file.ts';
import { METRICS } from '../../../../lib/metrics/metric.ts';

const TEXTS = {
  EXPECTED: ['a cat', 'a dog here', 'the bird sings in the tree', 'a cat'],
  ANSWERS: ['a cat', 'one dog here', 'now the bird sings in the trees', 'a dog'],
};
/** Outputs that a metric is made for, where it is made for some. */
const OWN: Partial<Record<Metric, typeof TEXTS>> = {
  'micro-f1': { EXPECTED: ['["a"]', '["a","b"]', '[]', '["c"]'], ANSWERS: ['["a"]', '["b"]', '["c"]', '[]'] },
  'span-f1': { EXPECTED: ['["a"]', '["a","b"]', '[]', '["c"]'], ANSWERS: ['["a"]', '["b"]', '["c"]', '[]'] },
  closeness: { EXPECTED: ['a', 'b', 'c', 'c'], ANSWERS: ['a', 'c', 'a', 'b'] },
  'field-accuracy': {
    EXPECTED: ['{"a":1,"b":2}', '{"a":1}', '{"c":3}', '{}'],
    ANSWERS: ['{"a":1}', '{"a":1}', 'no', '{"c":3}'],
  },
  'json-validity': { EXPECTED: ['{"a":1}', '{}', '{}', '{}'], ANSWERS: ['{"a":2}', '{"a":', 'no', '{}'] },
};

/** The rows 0, 0, 1, 3, 3, 3. */
const repeat = (rows: readonly string[]): string[] => [0, 0, 1, 3, 3, 3].map((row) => rows[row] ?? '');

describe.each(Metric.options)('%s', (metric) => {
  const { EXPECTED, ANSWERS } = OWN[metric] ?? TEXTS;
  const labels = [...EXPECTED, ...ANSWERS];
  const score = (expected: string[], answers: (string | null)[]) => METRICS[metric].score(expected, answers);

  it('scores a resample as it scores the rows repeated', () => {
    const scored = METRICS[metric].score(EXPECTED, ANSWERS, labels);
    const repeated = METRICS[metric].score(repeat(EXPECTED), repeat(ANSWERS), labels);
    expect(scored.value(Float64Array.of(2, 1, 0, 3))).toBeCloseTo(repeated.value(), 12);
    expect(scored.value(Float64Array.of(1, 1, 1, 1))).toBe(scored.value());
  });

  it('gives 1 for right answers and 0 for none at all', () => {
    expect(score(EXPECTED, EXPECTED).value()).toBeCloseTo(1, 12);
    expect(score(EXPECTED, [null, null, null, null]).value()).toBe(0);
  });

  it('takes an answer that is none for wrong, even where nothing is expected', () => {
    const { perRow } = score(['', 'x'], [null, 'x']);
    expect(perRow?.[0] ?? 0).toBe(0);
  });

  it('gives 0 for no rows and for a resample without rows', () => {
    expect(score([], []).value()).toBe(0);
    expect(score(EXPECTED, EXPECTED).value(new Float64Array(4))).toBe(0);
  });

  it('refuses answers to other rows', () => {
    expect(() => score(['a'], ['a', 'b'])).toThrow(RangeError);
  });

  it('is a rate exactly where every row is right or wrong', () => {
    const { perRow } = METRICS[metric].score(EXPECTED, ANSWERS, labels);
    const isRightOrWrong = perRow !== null && perRow.every((value) => value === 0 || value === 1);
    expect(METRICS[metric].isRate).toBe(isRightOrWrong);
  });
});
