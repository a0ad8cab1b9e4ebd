import { describe, expect, it } from 'vitest';
import { BundleTask } from '../../../../contracts/bundle-task.ts';
import { bundleTask } from '../../../../lib/bundle/bundle-task.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

describe('bundleTask', () => {
  it('keeps what answering needs and leaves out metric and demonstrations', () => {
    const kept = {
      version: 1,
      name: 'triage',
      instruction: 'Sort it.',
      kind: 'labels',
      fields: ['title'],
      labels: [{ name: 'billing', description: null }],
      constraints: UNCONSTRAINED,
    } as const;
    const spec = {
      ...kept,
      fields: [...kept.fields],
      labels: [...kept.labels],
      metric: 'accuracy' as const,
      metricReason: 'The user chose it.',
      instructionEnglish: null,
      language: null,
      notes: [],
      demonstrations: [{ input: { title: 'a' }, output: 'billing' }],
    };
    const limits = { family: 'encoder' as const, maxInputTokens: 128, maxOutputTokens: 8, ships: 'fp32' as const };
    expect(BundleTask.parse(bundleTask(spec, limits))).toEqual({ ...kept, ...limits });
  });
});
