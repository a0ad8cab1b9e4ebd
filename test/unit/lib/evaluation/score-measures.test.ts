import { describe, expect, it } from 'vitest';
import { readPrograms } from '../../../../lib/code/read-programs.ts';
import { scoreMeasures } from '../../../../lib/evaluation/score-measures.ts';

const ROWS = ['low', 'low', 'middle', 'high'];
const test = (other: Partial<Parameters<typeof scoreMeasures>[0]>): Parameters<typeof scoreMeasures>[0] => ({
  kind: 'labels',
  constraints: { several: false, ordered: true },
  metric: 'closeness',
  labels: ['low', 'middle', 'high'],
  origin: 'gold',
  expected: ROWS,
  groups: ROWS.map((_, row) => `${row}`),
  seed: 1,
  texts: ROWS,
  vectors: null,
  ...other,
});
const found = (scores: ReturnType<typeof scoreMeasures>) =>
  scores.map(({ who, metric, value, n }) => [who, metric, value, n]);

describe('scoreMeasures', () => {
  it('gives the mean absolute error of a scale in its steps, an invalid answer as far off as the scale is long', () => {
    const answers = { 'student-int8': ['low', 'high', 'low', null], majority: ROWS.map(() => 'low') };
    const scores = scoreMeasures(test({}), answers);
    expect(found(scores)).toEqual([
      ['student-int8', 'mean-absolute-error', (0 + 2 + 1 + 2) / 4, 4],
      ['majority', 'mean-absolute-error', (0 + 0 + 1 + 2) / 4, 4],
    ]);
    for (const { low, value, high } of scores) expect([low <= value, value <= high]).toEqual([true, true]);
  });

  it('has nothing to say of labels without an order, nor of lists of labels', () => {
    const answers = { teacher: ROWS };
    expect(scoreMeasures(test({ constraints: { several: false, ordered: false } }), answers)).toEqual([]);
    expect(scoreMeasures(test({ constraints: { several: true, ordered: true } }), answers)).toEqual([]);
  });

  it('scores edits against the input', () => {
    const edit = test({ kind: 'edit', metric: 'exact-match', labels: null, texts: ['a', 'b', 'c', 'd'] });
    expect(found(scoreMeasures(edit, { copy: ['a', 'b', 'c', 'd'], teacher: ROWS }))).toEqual([
      ['teacher', 'edit-f1', 1, 4],
      ['copy', 'edit-f1', 0, 4],
    ]);
  });

  it('gives the mean cosine of texts where they were embedded, 0 for no answer, and refuses a text that was not', () => {
    const vectors = new Map([
      ['low', Float32Array.of(1, 0)],
      ['middle', Float32Array.of(0, 1)],
      ['high', Float32Array.of(0.6, 0.8)],
    ]);
    const text = test({ kind: 'text', metric: 'chrf++', labels: null, vectors });
    const [score] = scoreMeasures(text, { teacher: ['low', 'high', 'low', null] });
    expect(score).toMatchObject({ metric: 'similarity', value: expect.closeTo((1 + 0.6 + 0 + 0) / 4, 6) });
    expect(() => scoreMeasures(text, { teacher: ['low', 'high', 'low', 'new'] })).toThrow(RangeError);
    expect(scoreMeasures({ ...text, vectors: null }, { teacher: ROWS })).toEqual([]);
  });

  it('scores programs that were read, in this order, and has nothing to say of others', async () => {
    const expected = ['x = y\nz = x', 'return x', 'pass', 'x = 1'];
    const code = await readPrograms(expected, ['x'], () => {});
    const programs = test({ kind: 'code', metric: 'chrf++', labels: null, expected, code });
    expect(found(scoreMeasures(programs, { teacher: expected, majority: ['x', null, null, 'x = 1'] }))).toEqual([
      // As codebleu has them: short programs have few runs of four words.
      ['teacher', 'codebleu', expect.closeTo(0.8708933963883628, 12), 4],
      ['majority', 'codebleu', expect.closeTo(0.16177785284255214, 12), 4],
      ['teacher', 'syntax-match', 1, 4],
      // Of 5 + 2 + 2 + 3 subtrees the three of the last row.
      ['majority', 'syntax-match', 3 / 12, 4],
      ['teacher', 'data-flow-match', 1, 4],
      ['majority', 'data-flow-match', 2 / 6, 4],
    ]);
    expect(scoreMeasures({ ...programs, code: { leftOut: 'It is Go.' } }, { teacher: expected })).toEqual([]);
    expect(scoreMeasures({ ...programs, code: null }, { teacher: expected })).toEqual([]);
  });
});
