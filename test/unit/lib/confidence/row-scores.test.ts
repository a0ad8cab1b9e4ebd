import { describe, expect, it } from 'vitest';
import { countedOf, rowScores } from '../../../../lib/confidence/row-scores.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const TEXT = { kind: 'text', labels: null, constraints: UNCONSTRAINED, metric: 'chrf++' } as const;
type CountedTask = Parameters<typeof countedOf>[0];
const LABELS: CountedTask = {
  kind: 'labels',
  labels: [
    { name: 'a', description: null },
    { name: 'b', description: null },
  ],
  constraints: UNCONSTRAINED,
  metric: 'macro-f1',
};
const SEVERAL: CountedTask = { ...LABELS, constraints: { ...UNCONSTRAINED, several: true }, metric: 'micro-f1' };

describe('countedOf', () => {
  it('is the one label, the whole of what has parts, or the score of a text', () => {
    expect(countedOf(LABELS)).toBeUndefined();
    expect(countedOf(SEVERAL)).toBe('whole');
    expect(countedOf({ ...TEXT, kind: 'extract', metric: 'token-f1' })).toBe('whole');
    expect(countedOf({ ...TEXT, kind: 'structured', metric: 'field-accuracy' })).toBe('whole');
    expect(countedOf({ ...TEXT, kind: 'edit', metric: 'exact-match' })).toBe('whole');
    expect(countedOf(TEXT)).toBe('chrf++');
    expect(countedOf({ ...TEXT, kind: 'code', metric: 'bleu' })).toBe('bleu');
  });
});

describe('rowScores', () => {
  it('is right for the expected label alone', () => {
    expect(rowScores(LABELS, ['a', 'b', 'a'], ['a', 'a', null])).toEqual([1, 0, 0]);
  });

  it('takes a list as a whole', () => {
    expect(rowScores(SEVERAL, ['["a","b"]', '[]', '["a"]'], ['["a","b"]', '[]', '["a","b"]'])).toEqual([1, 1, 0]);
  });

  it('takes a passage as the metric normalises it, and all of its words', () => {
    const task = { ...TEXT, kind: 'extract', metric: 'token-f1' } as const;
    expect(rowScores(task, ['the Red Fort', 'Delhi'], ['red fort.', 'New Delhi'])).toEqual([1, 0]);
  });

  it('takes an object by its fields, all of them', () => {
    const task = { ...TEXT, kind: 'structured', metric: 'field-accuracy' } as const;
    const expected = Array.from({ length: 3 }, () => '{"a":1,"b":2}');
    expect(rowScores(task, expected, ['{"b": 2, "a": 1}', '{"a":1}', 'none'])).toEqual([1, 0, 0]);
  });

  it('gives a text its own score', () => {
    const [same, near, none] = rowScores(
      TEXT,
      ['a long text', 'a long text', 'a long text'],
      ['a long text', 'a short text', null],
    );
    expect([same, none]).toEqual([1, 0]);
    expect(near).toBeGreaterThan(0.2);
    expect(near).toBeLessThan(0.8);
  });
});
