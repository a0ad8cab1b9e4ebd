import { describe, expect, it } from 'vitest';
import type { Example } from '../../../../contracts/example.ts';
import { scriptOf } from '../../../../lib/evaluation/script-of.ts';
import { sliceRows } from '../../../../lib/evaluation/slice-rows.ts';
import { slicesOf } from '../../../../lib/evaluation/slices.ts';
import { fisherLess } from '../../../../lib/statistics/fisher-exact.ts';
import { TRIAGE_SPEC } from '../../../support/triage-spec.ts';

const rowOf = (input: string, output: string, at: number): Example => ({
  id: `${at}`,
  input,
  output,
  origin: 'gold',
  votes: [],
  agreement: 1,
  group: `${at}`,
});
/** 100 rows: 60 billing, 40 delivery, inputs of 1 to 100 characters. */
const rows = Array.from({ length: 100 }, (_, at) => rowOf('x'.repeat(at + 1), at % 5 < 3 ? 'billing' : 'delivery', at));
const wrongOn = (places: (at: number) => boolean) => rows.map((row, at) => (places(at) ? 'neither' : row.output));

describe('sliceRows', () => {
  it('cuts by label and by thirds of the length, and leaves out what puts all rows into one part', () => {
    expect(sliceRows(TRIAGE_SPEC, rows).map(({ by, name, places }) => [by, name, places.length])).toEqual([
      ['label', 'billing', 60],
      ['label', 'delivery', 40],
      ['length', 'short: up to 34 characters', 34],
      ['length', 'middle: 35 to 67 characters', 33],
      ['length', 'long: 68 characters and more', 33],
    ]);
  });

  it('keeps equal lengths together, and puts a row of several labels into each', () => {
    const listed = ['["billing","delivery"]', '["delivery"]', '[]'].map((output, at) => rowOf('same', output, at));
    expect(sliceRows(TRIAGE_SPEC, listed).map(({ name, places }) => [name, places])).toEqual([
      ['billing', [0]],
      ['delivery', [0, 1]],
    ]);
  });

  it('tells scripts and origins apart where there are several', () => {
    const mixed = [
      rowOf('привет', 'a', 0),
      rowOf('hello', 'b', 1),
      { ...rowOf('world', 'c', 2), origin: 'imported' as const },
    ];
    expect(
      sliceRows({ labels: null, fields: null }, mixed)
        .filter(({ by }) => by !== 'length')
        .map(({ by, name, places }) => [by, name, places]),
    ).toEqual([
      ['script', 'Cyrillic', [0]],
      ['script', 'Latin', [1, 2]],
      ['origin', 'gold', [0, 1]],
      ['origin', 'imported', [2]],
    ]);
  });
});

it.each([
  ['plain words', 'Latin'],
  ['слово and more слова здесь', 'Cyrillic'],
  ['日本語のテキスト', 'kana and Han'],
  ['中文文本', 'Han'],
  ['한국어', 'Hangul'],
  ['2014-01-02 !', 'none'],
  ['ქართული', 'other'],
])('takes “%s” for %s', (text, script) => {
  expect(scriptOf(text)).toBe(script);
});

describe('slicesOf', () => {
  it('gives student and teacher on each part, with Wilson’s interval', () => {
    const student = wrongOn((at) => at < 10);
    const { metric, slices, small } = slicesOf({
      spec: TRIAGE_SPEC,
      rows,
      student,
      teacher: wrongOn(() => false),
      seed: 1,
    });
    expect([metric, small]).toEqual(['accuracy', 0]);
    const short = slices.find(({ name }) => name.startsWith('short'));
    expect(short).toMatchObject({ rows: 34, student: { value: 24 / 34 }, teacher: { value: 1 } });
    expect(short?.teacher?.low).toBeCloseTo(1 / (1 + 1.959963985 ** 2 / 34), 6);
  });

  it('marks a part as weak where the student is worse there after the correction, and no other', () => {
    const { slices } = slicesOf({ spec: TRIAGE_SPEC, rows, student: wrongOn((at) => at < 10), teacher: null, seed: 1 });
    expect(slices.filter(({ weak }) => weak).map(({ name }) => name)).toEqual(['short: up to 34 characters']);
    // Five slices are looked at: the smallest p counts five times.
    const p = fisherLess({ hits: 24, rows: 34 }, { hits: 66, rows: 66 });
    expect(slices[2]?.holmP).toBeCloseTo(5 * p, 12);
    const even = slicesOf({ spec: TRIAGE_SPEC, rows, student: wrongOn((at) => at % 7 === 0), teacher: null, seed: 1 });
    expect(even.slices.filter(({ weak }) => weak)).toEqual([]);
  });

  it('leaves parts of fewer than 20 rows out, and counts them', () => {
    const few = rows.slice(0, 45);
    const { slices, small } = slicesOf({
      spec: TRIAGE_SPEC,
      rows: few,
      student: few.map(() => 'billing'),
      teacher: null,
      seed: 1,
    });
    expect(slices.map(({ name, rows: count }) => [name, count])).toEqual([['billing', 27]]);
    expect(small).toBe(4);
  });

  it('takes exact match where the metric is of all rows together, and means where rows have degrees', () => {
    const student = wrongOn((at) => at < 10);
    const of = (spec: Parameters<typeof slicesOf>[0]['spec']) =>
      slicesOf({ spec, rows, student, teacher: null, seed: 1 });
    expect(of({ ...TRIAGE_SPEC, metric: 'macro-f1' }).metric).toBe('exact-match');
    const scale = of({ ...TRIAGE_SPEC, metric: 'closeness' });
    expect(scale.metric).toBe('closeness');
    expect(scale.slices.filter(({ weak }) => weak).map(({ name }) => name)).toEqual(['short: up to 34 characters']);
    const { low, value, high } = scale.slices[2]?.student ?? { low: 1, value: 0, high: 0 };
    expect([low < value, value < high]).toEqual([true, true]);
  });
});
