import { describe, expect, it } from 'vitest';
import { diffPredictions, type ShippedAnswers } from '../../../../lib/trace/diff-predictions.ts';

const shipped = (
  rows: readonly (readonly [id: string, expected: string, answer: string | null])[],
  other: Partial<ShippedAnswers> = {},
): ShippedAnswers => ({
  rows: rows.map(([id, expected, answer]) => ({
    id,
    input: `text ${id}`,
    expected,
    answers: { 'student-int8': answer, 'student-fp32': 'never asked for' },
  })),
  student: 'student-int8',
  metric: 'accuracy',
  labels: ['a', 'b', 'c'],
  ...other,
});

describe('diffPredictions', () => {
  it('counts what became right and wrong on the rows of both, and names each, broken ones first', () => {
    const before = shipped([
      ['1', 'a', 'b'],
      ['2', 'a', 'a'],
      ['3', 'b', 'a'],
      ['4', 'a', 'a'],
      ['gone', 'a', 'a'],
    ]);
    const after = shipped([
      ['new', 'a', 'b'],
      ['1', 'a', 'a'],
      ['2', 'a', null],
      ['3', 'b', 'c'],
      ['4', 'a', 'a'],
    ]);
    expect(diffPredictions(before, after)).toEqual({
      shared: 4,
      fixed: 1,
      broken: 1,
      mcnemarP: 1,
      changed: [
        { id: '2', input: 'text 2', expected: 'a', before: 'a', after: null, change: 'broken' },
        { id: '1', input: 'text 1', expected: 'a', before: 'b', after: 'a', change: 'fixed' },
        { id: '3', input: 'text 3', expected: 'b', before: 'a', after: 'c', change: 'other' },
      ],
    });
  });

  it('gives the exact p of fixed against broken: six of six is 2 / 2⁶', () => {
    const ids = ['1', '2', '3', '4', '5', '6'];
    const before = shipped(ids.map((id) => [id, 'a', 'b'] as const));
    const after = shipped(ids.map((id) => [id, 'a', 'a'] as const));
    expect(diffPredictions(before, after).mcnemarP).toBeCloseTo(2 / 64, 12);
  });

  it('holds both against what the later build expects', () => {
    const { fixed, broken } = diffPredictions(shipped([['1', 'a', 'a']]), shipped([['1', 'b', 'b']]));
    expect([fixed, broken]).toEqual([1, 0]);
  });

  it('has degrees, and no p, where the metric is no rate', () => {
    const text = { metric: 'token-f1', labels: null } as const;
    const diff = diffPredictions(
      shipped([['1', 'one two three', 'one']], text),
      shipped([['1', 'one two three', 'one two']], text),
    );
    expect([diff.fixed, diff.broken, diff.mcnemarP]).toEqual([1, 0, null]);
  });

  it('reads the answers of the file that ships', () => {
    const fp32 = shipped([['1', 'a', 'a']], { student: 'student-fp32' });
    expect(diffPredictions(fp32, shipped([['1', 'a', 'a']])).changed[0]?.before).toBe('never asked for');
  });
});
