import { describe, expect, it } from 'vitest';
import type { Example } from '../../../../contracts/example.ts';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { studentRows } from '../../../../lib/student/student-rows.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const SPEC: TaskSpec = {
  version: 1,
  name: 'triage',
  instruction: 'Which team answers the customer?',
  kind: 'labels',
  fields: null,
  labels: ['billing', 'delivery'].map((name) => ({ name, description: null })),
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  metricReason: '',
  demonstrations: [],
  instructionEnglish: null,
  language: null,
  notes: [],
};

const example = (over: Partial<Example>): Example => ({
  id: '0',
  input: 'where is my parcel',
  output: 'delivery',
  origin: 'generated',
  votes: ['delivery', 'billing', 'delivery'],
  agreement: 2 / 3,
  group: '0',
  ...over,
});

describe('studentRows', () => {
  it('keeps what the votes of a label say, and weighs all rows alike', () => {
    expect(studentRows([example({})], SPEC)).toEqual([
      { text: 'where is my parcel', output: 'delivery', weight: 1, agreement: 2 / 3, shares: [1.5 / 4, 2.5 / 4] },
    ]);
  });

  it('takes rows that people wrote for certain', () => {
    const rows = studentRows(
      (['gold', 'imported'] as const).map((origin) => example({ origin, votes: [], agreement: 1 })),
      SPEC,
    );
    expect(rows.map(({ agreement, shares }) => ({ agreement, shares }))).toEqual([
      { agreement: 1, shares: [0, 1] },
      { agreement: 1, shares: [0, 1] },
    ]);
  });

  it('gives no shares where an answer is a text, or a list of labels', () => {
    const text = studentRows([example({ output: 'a', votes: ['a', 'b'] })], { ...SPEC, kind: 'text', labels: null });
    const several = studentRows([example({ output: '["billing"]', votes: ['["billing"]', '[]'] })], {
      ...SPEC,
      constraints: { ...UNCONSTRAINED, several: true },
    });
    expect([...text, ...several].map((row) => [row.agreement, row.shares])).toEqual([
      [2 / 3, undefined],
      [2 / 3, undefined],
    ]);
  });
});
