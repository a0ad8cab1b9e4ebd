import { describe, expect, it } from 'vitest';
import { scoreEditF1 } from '../../../../lib/metrics/edit-f1.ts';

const f1 = (rows: readonly (readonly [input: string, expected: string, answer: string | null])[]): number =>
  scoreEditF1(
    rows.map(([input]) => input),
    rows.map(([, expected]) => expected),
    rows.map(([, , answer]) => answer),
  ).value();

describe('scoreEditF1', () => {
  it('gives a copy nothing where there is something to edit, and all where there is not', () => {
    expect(f1([['He go home', 'He goes home', 'He go home']])).toBe(0);
    expect(f1([['He goes home', 'He goes home', 'He goes home']])).toBe(1);
  });
  it('counts edits over all rows: one of two right, and one made that nobody wanted', () => {
    const rows = [
      ['He go home now', 'He goes home', 'He goes home now'],
      ['a b c', 'a b c', 'a x c'],
    ] as const;
    expect(f1(rows)).toBe((2 * 1) / (2 + 2));
  });
  it('takes an answer that is none for the whole input deleted', () => {
    expect(
      f1([
        ['a b', 'a c', 'a c'],
        ['a b', 'a b', null],
      ]),
    ).toBe((2 * 1) / (1 + 2));
  });
  it('does not count changes of white space alone', () => {
    expect(f1([['a b', 'a  b', 'a\nb']])).toBe(1);
  });
  it('weighs rows as a resample repeats them', () => {
    const scored = scoreEditF1(['a', 'a'], ['b', 'b'], ['b', 'c']);
    expect(scored.value(Float64Array.of(3, 1))).toBe(0.75);
    expect(scored.value(Float64Array.of(0, 1))).toBe(0);
  });
  it('refuses lists of other lengths', () => {
    expect(() => scoreEditF1(['a'], ['a', 'b'], ['a', 'b'])).toThrow(RangeError);
  });
});
