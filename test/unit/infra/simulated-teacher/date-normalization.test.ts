import { describe, expect, it } from 'vitest';
import { goldDate } from '../../../../infra/local/simulated-teacher/date-normalization/gold.ts';
import { DATE_NORMALIZATION } from '../../../../infra/local/simulated-teacher/date-normalization/task.ts';
import { understandDate } from '../../../../infra/local/simulated-teacher/date-normalization/understanding.ts';
import {
  DATE_WORDS,
  writeDate,
  WRITTEN_CONTEXTS,
  WRITTEN_FORMATS,
} from '../../../../infra/local/simulated-teacher/date-normalization/writing.ts';
import { MONTHS, WEEKDAYS } from '../../../../infra/local/simulated-teacher/date-normalization/calendar-date.ts';
import { createDice } from '../../../../infra/local/simulated-teacher/dice.ts';
import { patternOf } from '../../../../infra/local/simulated-teacher/grammar.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, number) => number);

describe('understanding', () => {
  it.each([
    ['3 March 2021', '2021-03-03'],
    ['the 21st of February 1999', '1999-02-21'],
    ['Wed, December 1, 2032', '2032-12-01'],
    ["Sep 9th '07", null],
    ['Sep. 9th 2007', '2007-09-09'],
    ['4/11/2010', '2010-11-04'],
    ['2010/11/04', '2010-11-04'],
    ['1996-11-10T04:43:43Z', '1996-11-10'],
    ['1996-11-10 at 04:43', '1996-11-10'],
    ['Leeds, 05.06.2018', '2018-06-05'],
    ['May the 9th, 2025', '2025-05-09'],
    ['2025 May 9', '2025-05-09'],
    ['31 April 2020', null],
    ['29/02/2023', null],
    ['sometime in March', null],
  ])('reads %j as %j', (input, expected) => {
    expect(understandDate(input)).toBe(expected);
  });

  it('reads a date in every input that the grammar writes', () => {
    const unread = numbers(3_000)
      .map((number) => writeDate(createDice('w', number)))
      .filter((input) => understandDate(input) === null);
    expect(unread).toEqual([]);
  });

  it('reads the date that test rows were made from, which writes no templates of its own', () => {
    const wrong = numbers(1_000)
      .map((number) => goldDate(createDice('g', number)))
      .filter(({ input, output }) => understandDate(input) !== output);
    expect(wrong).toEqual([]);
  });
});

describe('writing', () => {
  it('writes hardly ever the same input twice', () => {
    expect(new Set(numbers(2_000).map((number) => writeDate(createDice('v', number)))).size).toBeGreaterThan(1_950);
  });

  it('can write none of the test inputs', () => {
    const anyDate = {
      ...DATE_WORDS,
      year: ['{#2000-2029}'],
      month: MONTHS,
      mon: MONTHS.map((month) => month.slice(0, 3)),
      m: ['{#1-12}'],
      mm: ['{#1-12}'],
      d: ['{#1-31}'],
      dd: ['{#1-31}'],
      dth: ['{#1-31}st', '{#1-31}nd', '{#1-31}rd', '{#1-31}th'],
      weekday: WEEKDAYS,
      wd: WEEKDAYS.map((weekday) => weekday.slice(0, 3)),
      date: WRITTEN_FORMATS,
    };
    const writable = new RegExp(
      `^(?:${['{date}', ...WRITTEN_CONTEXTS].map((context) => patternOf(context, anyDate)).join('|')})$`,
      'i',
    );
    expect(numbers(200).every((number) => writable.test(writeDate(createDice('w', number))))).toBe(true);
    const shared = numbers(1_000)
      .map((number) => goldDate(createDice('g', number)).input)
      .filter((input) => writable.test(input));
    expect(shared).toEqual([]);
  });
});

it('makes mistakes that are dates, and never the right one', () => {
  const mistakes = numbers(300).map((number) => DATE_NORMALIZATION.mistake('2024-02-29', createDice(number)));
  expect(new Set(mistakes)).toEqual(new Set(['2024-03-01', '2024-02-28', '2024-03-30', '2025-03-01']));
});
