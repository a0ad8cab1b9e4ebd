import { describe, expect, it } from 'vitest';
import { defaultMetric } from '../../../../lib/metrics/default-metric.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const FREE = UNCONSTRAINED;

const metric = (constraints: { pattern: string } | { maxChars: number }) =>
  defaultMetric({ kind: 'text', constraints: { ...FREE, ...constraints }, examples: [] }).metric;

describe('defaultMetric', () => {
  it('is accuracy for labels', () => {
    expect(defaultMetric({ kind: 'labels', constraints: FREE, examples: [] }).metric).toBe('accuracy');
  });

  it('is exact match where the output has a fixed form or is short', () => {
    expect(metric({ pattern: String.raw`\d{4}-\d\d-\d\d` })).toBe('exact-match');
    expect(metric({ maxChars: 16 })).toBe('exact-match');
    expect(metric({ maxChars: 17 })).toBe('chrf++');
  });

  it('is chrF++ for free text, unless copying the input would win', () => {
    const rewritten = [
      { text: 'What is, uh I mean, what was the capital of France?', output: 'What was the capital of France?' },
      { text: 'Who um no where did the king live in 1820?', output: 'Where did the king live in 1820?' },
    ];
    const described = [
      { text: 'name[Strada], priceRange[cheap]', output: 'You can eat well for little money at Strada.' },
    ];
    expect(defaultMetric({ kind: 'text', constraints: FREE, examples: rewritten }).metric).toBe('exact-match');
    expect(defaultMetric({ kind: 'text', constraints: FREE, examples: described }).metric).toBe('chrf++');
    expect(defaultMetric({ kind: 'text', constraints: FREE, examples: [] }).metric).toBe('chrf++');
  });
});
