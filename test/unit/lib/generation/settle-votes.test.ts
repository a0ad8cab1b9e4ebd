import { describe, expect, it } from 'vitest';
import type { TaskSpec } from '../../../../contracts/task-spec.ts';
import { areTied, settleVotes } from '../../../../lib/generation/settle-votes.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const TEXT: TaskSpec = {
  version: 1,
  name: 'x',
  instruction: 'x',
  kind: 'text',
  fields: null,
  labels: null,
  constraints: UNCONSTRAINED,
  metric: 'exact-match',
  metricReason: '',
  instructionEnglish: null,
  language: null,
  notes: [],
  demonstrations: [],
};
const LABELS: TaskSpec = {
  ...TEXT,
  kind: 'labels',
  labels: ['c', 'b', 'a'].map((name) => ({ name, description: null })),
};
const SCALE: TaskSpec = { ...LABELS, constraints: { ...UNCONSTRAINED, ordered: true } };
const SETS: TaskSpec = { ...LABELS, constraints: { ...UNCONSTRAINED, several: true } };
const SPAN: TaskSpec = { ...TEXT, kind: 'extract' };
const SPANS: TaskSpec = { ...SPAN, constraints: { ...UNCONSTRAINED, several: true } };
const STRUCTURED: TaskSpec = {
  ...TEXT,
  kind: 'structured',
  constraints: { ...UNCONSTRAINED, schema: { type: 'object' } },
};
const INPUT = 'Ann met Bob in May 2021';

describe('settleVotes', () => {
  it('of one label is the majority, which more than half make a training row of', () => {
    expect(settleVotes(LABELS, INPUT, ['b', 'a', 'b'])).toEqual({ output: 'b', agreement: 2 / 3, isSettled: true });
    expect(settleVotes(LABELS, INPUT, ['b', 'a'])).toEqual({ output: 'b', agreement: 0.5, isSettled: false });
  });

  it.each([
    [['a', 'c', 'a'], 'a', 2 / 3],
    // c and a have as many: the middle of c c b a a is b.
    [['a', 'c', 'b', 'a', 'c'], 'b', 1 / 5],
    [['a', 'b', 'c'], 'b', 1 / 3],
    // Of two middle votes the lower step: the scale begins with c.
    [['a', 'b'], 'b', 1 / 2],
  ])('of a scale: %j is %s', (votes, output, agreement) => {
    expect(settleVotes(SCALE, INPUT, votes)).toMatchObject({ output, agreement });
  });

  it.each([
    // a: 3 of 3, b: 2 of 3, c: out by 2 of 3.
    [['["a"]', '["c","b","a"]', '["b","a"]'], '["b","a"]', (1 + 2 / 3 + 2 / 3) / 3, true],
    [['[]', '[]', '["a"]'], '[]', 2 / 3, true],
    [['[]', '[]'], '[]', 1, true],
    [['["a"]', '["b"]', '["c"]'], '[]', 2 / 3, false],
    [['["a"]', '["b"]'], '[]', 1 / 2, false],
  ])('of several labels: %j is %s', (votes, output, agreement, isSettled) => {
    const settled = settleVotes(SETS, INPUT, votes);
    expect(settled).toMatchObject({ output, isSettled });
    expect(settled.agreement).toBeCloseTo(agreement, 12);
  });

  it('of several spans has those of more than half of the votes, in the order of the input', () => {
    const votes = ['["Ann","Bob"]', '["Bob"]', '["Ann","May"]', '["Ann","Bob"]'];
    expect(settleVotes(SPANS, INPUT, votes)).toEqual({ output: '["Ann","Bob"]', agreement: 0.75, isSettled: true });
  });

  it('of one span is the majority, else the one that the others are most like', () => {
    expect(settleVotes(SPAN, INPUT, ['Ann', 'Bob', 'Bob'])).toEqual({
      output: 'Bob',
      agreement: 2 / 3,
      isSettled: true,
    });
    const near = settleVotes(SPAN, INPUT, ['May 2021', 'Bob in May 2021', 'in May 2021']);
    expect(near).toMatchObject({ output: 'in May 2021', isSettled: true });
    expect(settleVotes(SPAN, INPUT, ['Ann', 'Bob', 'May']).isSettled).toBe(false);
  });

  it('of structured outputs is the majority, else the one with most fields in common', () => {
    const [one, two, three] = ['{"a":1,"b":2}', '{"a":1,"b":3}', '{"a":4,"b":3}'];
    expect(settleVotes(STRUCTURED, INPUT, [one, two, two])).toEqual({ output: two, agreement: 2 / 3, isSettled: true });
    // The second shares one of two fields with each of the others.
    expect(settleVotes(STRUCTURED, INPUT, [one, two, three])).toEqual({ output: two, agreement: 0.5, isSettled: true });
    expect(settleVotes(STRUCTURED, INPUT, ['{"a":1}', '{"a":2}', '{"b":1}'])).toMatchObject({ isSettled: false });
  });
});

describe('areTied', () => {
  it('asks for a further vote of one label alone', () => {
    expect(areTied(LABELS, ['a', 'b'])).toBe(true);
    expect(areTied(LABELS, ['a', 'b', 'b'])).toBe(false);
    expect(areTied(LABELS, [])).toBe(false);
    expect(areTied(SCALE, ['a', 'b'])).toBe(false);
    expect(areTied(SETS, ['["a"]', '["b"]'])).toBe(false);
    expect(areTied(TEXT, ['a', 'b'])).toBe(false);
  });
});
