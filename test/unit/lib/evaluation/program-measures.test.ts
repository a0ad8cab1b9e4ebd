import { describe, expect, it } from 'vitest';
import { readPrograms } from '../../../../lib/code/read-programs.ts';
import { codeReport, codeWarnings, programMeasures } from '../../../../lib/evaluation/program-measures.ts';

const EXPECTED = ['def f(x):\n    return x', 'y = x\nz = y', 'for i in a:\n    b = i', 'pass'];
const ANSWERS = ['def f(a):\n    return a', 'y = x', null, 'return 1'];
const reading = await readPrograms(
  EXPECTED,
  ANSWERS.filter((answer) => answer !== null),
  () => {},
);
const measured = (expected: readonly string[], answers: readonly (string | null)[]) =>
  programMeasures(expected, reading).map(({ name, scoreWho }) => ({ name, value: scoreWho(answers) }));

/** The rows 0, 0, 1, 3, 3, 3. */
const repeat = <Text>(rows: readonly Text[]): Text[] => [0, 0, 1, 3, 3, 3].flatMap((row) => rows.slice(row, row + 1));

describe('programMeasures', () => {
  it('scores a resample as it scores the rows repeated', () => {
    const repeated = measured(repeat(EXPECTED), repeat(ANSWERS));
    const resampled = measured(EXPECTED, ANSWERS);
    expect(resampled.map(({ name }) => name)).toEqual(['codebleu', 'syntax-match', 'data-flow-match']);
    for (const [at, { value }] of resampled.entries())
      expect(value(Float64Array.of(2, 1, 0, 3))).toBeCloseTo(repeated[at]?.value() ?? -1, 12);
  });

  it('gives 1 for right answers, and 0 for no rows', () => {
    const [whole, syntax, flow] = measured(EXPECTED, EXPECTED).map(({ value }) => value());
    expect([syntax, flow]).toEqual([1, 1]);
    expect(whole).toBeGreaterThan(0.9);
    expect(measured(EXPECTED, ANSWERS).map(({ value }) => value(new Float64Array(4)))).toEqual([0, 0, 0]);
  });

  it('takes an answer that is none for an empty program, which has a quarter of CodeBLEU', () => {
    expect(measured(EXPECTED, [null, null, null, null]).map(({ value }) => value())).toEqual([0.25, 0, 0]);
  });

  it('refuses a text that was not read, and answers to other rows', () => {
    expect(() => measured(EXPECTED, ['new', '', '', ''])).toThrow(RangeError);
    expect(() => measured(EXPECTED, [''])).toThrow(RangeError);
  });

  it('leaves the data-flow match out where none is expected, and says so', () => {
    expect(measured(['pass'], ['pass']).map(({ name }) => name)).toEqual(['codebleu', 'syntax-match']);
    expect(codeWarnings(['pass'], reading)).toEqual([expect.stringContaining('No expected output has a data flow')]);
    expect(codeWarnings(EXPECTED, reading)).toEqual([]);
  });

  it('has no figure for what was not read, but the reason', () => {
    const code = { leftOut: 'It is Go.' };
    expect(programMeasures(EXPECTED, code)).toEqual([]);
    expect(codeWarnings(EXPECTED, code)).toEqual(['It is Go.']);
    expect(codeReport(code)).toEqual({});
    expect(codeReport(reading)).toEqual({ code: { language: 'Python', broken: 0, rows: 4 } });
  });
});
