import { describe, expect, it } from 'vitest';
import type { Example } from '../../../../contracts/example.ts';
import { scriptOf } from '../../../../lib/evaluation/script-of.ts';
import type { InputTraits } from '../../../../lib/evaluation/input-traits.ts';
import { sliceRows } from '../../../../lib/evaluation/slice-rows.ts';
import { slicesOf } from '../../../../lib/evaluation/slices.ts';
import { fisherLess } from '../../../../lib/statistics/fisher-exact.ts';
import { inputText } from '../../../../lib/task-input/input-text.ts';
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
/** As if each input were told to be English, and none could be embedded. */
const plain = (list: readonly Example[]): InputTraits => ({
  languages: list.map(() => 'English'),
  texts: list.map(({ input }) => inputText(input, null)),
  vectors: 'no embedder',
});
const traits = plain(rows);
const wrongOn = (places: (at: number) => boolean) => rows.map((row, at) => (places(at) ? 'neither' : row.output));

/** Parts of these texts but those by length; the third is imported. */
const partsOf = (texts: readonly string[], languages: readonly string[]) => {
  const mixed = texts.map((text, at) => ({
    ...rowOf(text, `${at}`, at),
    ...(at === 2 ? { origin: 'imported' as const } : {}),
  }));
  return sliceRows({ labels: null, fields: null }, mixed, { ...plain(mixed), languages })
    .filter(({ by }) => by !== 'length')
    .map(({ by, name, places }) => [by, name, places]);
};

/** Three of five rows speak of parcels, the others of invoices. */
const speaksOf = (at: number): string => (at % 5 < 3 ? 'my parcel is late!' : 'refund the invoice');
const vectorOf = (at: number): Float32Array => Float32Array.of(at % 5 < 3 ? 0.6 : 0.8, at % 5 < 3 ? 0.8 : -0.6);

describe('sliceRows', () => {
  it('cuts by label and by thirds of the length, and leaves out what puts all rows into one part', () => {
    expect(sliceRows(TRIAGE_SPEC, rows, traits).map(({ by, name, places }) => [by, name, places.length])).toEqual([
      ['label', 'billing', 60],
      ['label', 'delivery', 40],
      ['length', 'short: up to 34 characters', 34],
      ['length', 'middle: 35 to 67 characters', 33],
      ['length', 'long: 68 characters and more', 33],
    ]);
  });

  it('keeps equal lengths together, and puts a row of several labels into each', () => {
    const listed = ['["billing","delivery"]', '["delivery"]', '[]'].map((output, at) => rowOf('same', output, at));
    expect(sliceRows(TRIAGE_SPEC, listed, plain(listed)).map(({ name, places }) => [name, places])).toEqual([
      ['billing', [0]],
      ['delivery', [0, 1]],
    ]);
  });

  it('tells languages and origins apart where there are several', () => {
    expect(partsOf(['un peu', 'hello', 'world', 'yes'], ['French', 'English', 'English', 'not told (Latin)'])).toEqual([
      ['language', 'English', [1, 2]],
      ['language', 'French', [0]],
      ['language', 'not told (Latin)', [3]],
      ['origin', 'gold', [0, 1, 3]],
      ['origin', 'imported', [2]],
    ]);
  });

  it('cuts by language where scripts differ, and not where rows are only too short to tell', () => {
    const languages = ['English', 'English', 'not told (Latin)'];
    expect(partsOf(['hello', 'there', 'yes'], languages).map(([by]) => by)).toEqual(['origin', 'origin']);
    const scripts = ['English', 'English', 'not told (Cyrillic)'];
    expect(partsOf(['hello', 'there', 'да'], scripts).map(([by]) => by)).toEqual([
      'language',
      'language',
      'origin',
      'origin',
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
      traits,
    });
    expect([metric, small]).toEqual(['accuracy', 0]);
    const short = slices.find(({ name }) => name.startsWith('short'));
    expect(short).toMatchObject({ rows: 34, student: { value: 24 / 34 }, teacher: { value: 1 } });
    expect(short?.teacher?.low).toBeCloseTo(1 / (1 + 1.959963985 ** 2 / 34), 6);
  });

  it('marks a part as weak where the student is worse there after the correction, and no other', () => {
    const { slices } = slicesOf({
      spec: TRIAGE_SPEC,
      rows,
      student: wrongOn((at) => at < 10),
      teacher: null,
      seed: 1,
      traits,
    });
    expect(slices.filter(({ weak }) => weak).map(({ name }) => name)).toEqual(['short: up to 34 characters']);
    // Five slices are looked at: the smallest p counts five times.
    const p = fisherLess({ hits: 24, rows: 34 }, { hits: 66, rows: 66 });
    expect(slices[2]?.holmP).toBeCloseTo(5 * p, 12);
    const even = slicesOf({
      spec: TRIAGE_SPEC,
      rows,
      student: wrongOn((at) => at % 7 === 0),
      teacher: null,
      seed: 1,
      traits,
    });
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
      traits: plain(few),
    });
    expect(slices.map(({ name, rows: count }) => [name, count])).toEqual([['billing', 27]]);
    expect(small).toBe(4);
  });

  it('takes exact match where the metric is of all rows together, and means where rows have degrees', () => {
    const student = wrongOn((at) => at < 10);
    const of = (spec: Parameters<typeof slicesOf>[0]['spec']) =>
      slicesOf({ spec, rows, student, teacher: null, seed: 1, traits });
    expect(of({ ...TRIAGE_SPEC, metric: 'macro-f1' }).metric).toBe('exact-match');
    const scale = of({ ...TRIAGE_SPEC, metric: 'closeness' });
    expect(scale.metric).toBe('closeness');
    expect(scale.slices.filter(({ weak }) => weak).map(({ name }) => name)).toEqual(['short: up to 34 characters']);
    const { low, value, high } = scale.slices[2]?.student ?? { low: 1, value: 0, high: 0 };
    expect([low < value, value < high]).toEqual([true, true]);
  });

  describe('with vectors of the inputs', () => {
    const talk = rows.map((row, at) => ({ ...row, input: `${speaksOf(at)} ${at + 100}` }));
    const seen = { ...plain(talk), vectors: talk.map((_, at) => vectorOf(at)) };
    const of = (student: readonly string[], other: Partial<InputTraits> = {}) =>
      slicesOf({ spec: TRIAGE_SPEC, rows: talk, student, teacher: null, seed: 1, traits: { ...seen, ...other } });

    it('cuts by likeness, names each cluster by its words and points to its likest row', () => {
      const { slices, noClusters } = of(wrongOn(() => false));
      expect(noClusters).toBeUndefined();
      const clusters = slices.filter(({ by }) => by === 'cluster');
      expect(clusters.map(({ name, rows: count, example }) => [name, count, example])).toEqual([
        ['late, parcel', 60, '0'],
        ['invoice, refund', 40, '3'],
      ]);
    });

    it('finds a weak cluster among all other parts, each counted in the correction', () => {
      const { slices } = of(wrongOn((at) => at % 5 >= 3 && at % 2 === 0));
      const weak = slices.filter((slice) => slice.weak);
      // The label "delivery" is the same rows.
      expect(weak.map(({ by, name }) => [by, name])).toEqual([
        ['label', 'delivery'],
        ['cluster', 'invoice, refund'],
      ]);
      const p = fisherLess({ hits: 20, rows: 40 }, { hits: 60, rows: 60 });
      // Four parts: inputs are all of one length. The second of equals counts no less than the first.
      expect(weak.map(({ holmP }) => holmP)).toEqual([4 * p, 4 * p].map((value) => expect.closeTo(value, 12)));
    });

    it('says why there are no clusters', () => {
      expect(
        of(
          wrongOn(() => false),
          { vectors: 'no embedder' },
        ).noClusters,
      ).toBe('no embedder');
      const few = talk.slice(0, 50);
      const short = { ...plain(few), vectors: seen.vectors.slice(0, 50) };
      const { noClusters } = slicesOf({
        spec: TRIAGE_SPEC,
        rows: few,
        student: few.map(() => ''),
        teacher: null,
        seed: 1,
        traits: short,
      });
      expect(noClusters).toBe('Inputs are not grouped by likeness: that takes 60 rows, and the test has 50.');
      expect(
        of(
          wrongOn(() => false),
          { vectors: talk.map(() => vectorOf(0)) },
        ).noClusters,
      ).toBe('Inputs are not grouped by likeness: they are all alike.');
    });
  });
});
