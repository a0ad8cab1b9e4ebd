import { describe, expect, it } from 'vitest';
import { chooseFile } from '../../../../lib/evaluation/choose-file.ts';
import { exportChange } from '../../../../lib/evaluation/export-change.ts';
import { median } from '../../../../lib/evaluation/median.ts';

const rows = 100;
const expected = Array.from({ length: rows }, () => 'a');
const answers = (right: number) => expected.map((label, row) => (row < right ? label : 'b'));
const validation = {
  metric: 'accuracy',
  labels: ['a', 'b'],
  expected,
  groups: expected.map((_, row) => String(row)),
  seed: 1,
} as const;

describe('chooseFile', () => {
  // fp32 is right on 90 of 100 rows: a standard error of 0.03.
  it('ships int8 where it is within one standard error of fp32', () => {
    expect(chooseFile(validation, answers(90), answers(88)).file).toBe('int8');
  });

  it('ships fp32 where int8 loses more than that, and says by how much', () => {
    const chosen = chooseFile(validation, answers(90), answers(86));
    expect(chosen.file).toBe('fp32');
    expect(chosen.reason).toContain('0.860');
  });

  it('does not take one row for a loss where fp32 is right on all of them', () => {
    expect(chooseFile(validation, answers(100), answers(99)).file).toBe('int8');
    expect(chooseFile(validation, answers(100), answers(98)).file).toBe('fp32');
  });

  it('ships int8 where it is better', () => {
    expect(chooseFile(validation, answers(80), answers(95)).file).toBe('int8');
  });
});

describe('exportChange', () => {
  it('counts changed answers and finds the largest difference of logits', () => {
    const from = [
      { output: 'a', logits: [1, 0] },
      { output: 'a', logits: [1, 0.5] },
    ];
    const to = [
      { output: 'a', logits: [0.9, 0] },
      { output: 'b', logits: [0.25, 0.5] },
    ];
    expect(exportChange({ from: 'fp32', to: 'int8', on: 'test' }, from, to)).toEqual({
      from: 'fp32',
      to: 'int8',
      on: 'test',
      rows: 2,
      changedAnswers: 0.5,
      maxLogitDifference: 0.75,
    });
  });

  it('refuses to compare answers to other rows', () => {
    const one = [{ output: 'a', logits: null }];
    expect(() => exportChange({ from: 'a', to: 'b', on: 'c' }, one, [])).toThrow(RangeError);
  });
});

describe('median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[5], 5],
  ])('of %j is %d', (values, expectedMedian) => {
    expect(median(values)).toBe(expectedMedian);
  });
});
