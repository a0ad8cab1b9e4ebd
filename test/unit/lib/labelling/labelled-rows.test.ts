import { describe, expect, it } from 'vitest';
import type { PlannedRow } from '../../../../contracts/labelling.ts';
import { drawPlan, isAsked } from '../../../../lib/labelling/draw-plan.ts';
import { coveredRows, labelledRows } from '../../../../lib/labelling/labelled-rows.ts';
import type { Opinion } from '../../../../lib/labelling/people-say.ts';
import type { Pool, PoolRow } from '../../../../lib/labelling/pool.ts';
import { tangoInterval } from '../../../../lib/statistics/tango.ts';
import { wilsonInterval } from '../../../../lib/statistics/wilson.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';
import { drawTest, type Population } from '../../../support/labelled-population.ts';

const FORM = { kind: 'labels', constraints: UNCONSTRAINED } as const;

const row = (id: string, student: string | null, teacher: string | null): PoolRow => ({
  id,
  input: id,
  student,
  teacher,
  baselines: { majority: 'a' },
});
const poolOf = (rows: readonly PoolRow[]): Pool => ({
  student: 'student-int8',
  origin: 'generated',
  rows,
  unanswered: 0,
});
const gold = (output: string, by = 'ann'): Opinion => ({ by, answer: { is: 'gold', output } });
const UNCLEAR: Opinion = { by: 'ann', answer: { is: 'unclear' } };
const planned = (id: string, what: Partial<PlannedRow>): PlannedRow => ({ id, differs: false, random: false, ...what });

describe('labelledRows', () => {
  const pool = poolOf([
    row('1', 'a', 'b'),
    row('2', 'a', 'a'),
    row('3', 'b', 'b'),
    row('4', 'a', 'b'),
    row('5', 'a', 'a'),
    row('6', 'b', 'a'),
    row('7', 'a', 'b'),
    row('8', 'a', 'a'),
  ]);
  const plan = [
    planned('1', { differs: true }),
    planned('2', { random: true }),
    planned('3', {}),
    planned('4', { differs: true, random: true }),
    planned('5', { random: true }),
    planned('6', { differs: true }),
    planned('7', { differs: true }),
    planned('8', {}),
  ];

  it('counts who alone is right on the rows before the first one that is still to be labelled', () => {
    const opinions = new Map([
      ['1', [gold('a')]],
      ['2', [gold('a')]],
      ['4', [gold('b')]],
      ['5', [gold('b')]],
      ['6', [gold('a')]],
      // Of a row that comes later: it does not count yet.
      ['8', [gold('a')]],
    ]);
    const found = labelledRows(FORM, pool, plan, opinions);
    expect(coveredRows(plan, opinions)).toBe(6);
    expect(found).toMatchObject({ covered: 6, differ: 3, sampled: 2, undecided: 0, onlyStudent: 1, onlyTeacher: 2 });
    // Of six rows three differ, on one of which the student is right; of the three others one of two labelled is right.
    expect(found.rateOf('student-int8')?.value).toBeCloseTo((3 / 6) * (1 / 3) + (3 / 6) * (1 / 2), 12);
    expect(found.rateOf('teacher')?.value).toBeCloseTo((3 / 6) * (2 / 3) + (3 / 6) * (1 / 2), 12);
    // Always "a": right on rows 1 and 6 of those that differ, and on row 2 of the others.
    expect(found.rateOf('majority')?.value).toBeCloseTo((3 / 6) * (2 / 3) + (3 / 6) * (1 / 2), 12);
  });

  it('leaves a row undecided that nobody can say, or on which people contradict each other', () => {
    const opinions = new Map([
      ['1', [UNCLEAR]],
      ['2', [gold('a')]],
      ['4', [gold('a'), gold('b', 'bob')]],
      ['5', [gold('a')]],
      ['6', [gold('a'), gold('b', 'bob'), gold('b', 'cid')]],
      ['7', [gold('c')]],
    ]);
    const found = labelledRows(FORM, pool, plan, opinions);
    expect(found).toMatchObject({ covered: 8, differ: 4, undecided: 2, onlyStudent: 1, onlyTeacher: 0 });
  });

  it('knows no rates while no row is labelled on which both say the same', () => {
    const found = labelledRows(FORM, pool, plan, new Map([['1', [gold('a')]]]));
    expect(found.covered).toBe(1);
    expect(labelledRows(FORM, pool, plan.slice(2, 4), new Map([['4', [gold('a')]]])).rateOf('teacher')).toBeNull();
  });

  it('gives what labelling every row would give, once all rows that differ are labelled', () => {
    const { pool: drawn, truth } = drawTest({ differ: 0.3, student: 0.4, teacher: 0.5, alike: 0.9 }, 200, 'all');
    const rows = drawPlan(drawn.rows, 'plan');
    const asked = new Map(rows.filter(isAsked).flatMap(({ id }) => [[id, truth.get(id) ?? []] as const]));
    const few = labelledRows(FORM, drawn, rows, asked);
    const every = rows.map((one) => ({ ...one, random: true }));
    const all = labelledRows(FORM, drawn, every, truth);
    const table = ({ onlyStudent, onlyTeacher, covered }: typeof all) => [onlyStudent, onlyTeacher, covered];
    expect(table(few)).toEqual(table(all));
    // Where all rows are labelled the share is the plain one, and its interval Wilson's.
    const right = [...truth.values()].filter(
      ([said]) => said?.answer.is === 'gold' && said.answer.output === 'a',
    ).length;
    const rate = all.rateOf('student-int8');
    expect(rate?.value).toBeCloseTo(right / 200, 12);
    expect(rate?.low).toBeCloseTo(wilsonInterval(right, 200).low, 12);
  });
});

describe('the limits', () => {
  const cases: readonly (readonly [string, Population, number | null])[] = [
    ['all rows of a good student', { differ: 0.1, student: 0.45, teacher: 0.5, alike: 0.95 }, null],
    ['half of the labels of a worse one', { differ: 0.2, student: 0.3, teacher: 0.6, alike: 0.85 }, 30],
    ['few labels of two that differ much', { differ: 0.5, student: 0.4, teacher: 0.4, alike: 0.7 }, 40],
  ];

  it.each(cases)('hold as often as they say: %s', (name, population, stopAfter) => {
    const trueDifference = population.differ * (population.student - population.teacher);
    const trueRate = population.differ * population.student + (1 - population.differ) * population.alike;
    const runs = 600;
    let [below, inside] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      const { pool, truth } = drawTest(population, 200, `${name}/${run}`);
      const plan = drawPlan(pool.rows, `plan/${run}`);
      const asked = plan.filter(isAsked).slice(0, stopAfter ?? plan.length);
      const opinions = new Map(asked.flatMap(({ id }) => [[id, truth.get(id) ?? []] as const]));
      const found = labelledRows(FORM, pool, plan, opinions);
      const { onlyStudent: onlyFirst, onlyTeacher: onlySecond, covered: rows } = found;
      if (tangoInterval({ onlyFirst, onlySecond, rows }, 0.05).low <= trueDifference) below += 1;
      const rate = found.rateOf('student-int8');
      if (rate !== null && rate.low <= trueRate && trueRate <= rate.high) inside += 1;
    }
    // 0.95 is promised; two standard errors of 600 runs are 0.018. With 3,000 runs the rates held 94.7 to 98.8 % of the time.
    expect(below / runs).toBeGreaterThan(0.932);
    expect(below / runs).toBeLessThan(0.98);
    expect(inside / runs).toBeGreaterThan(0.932);
  });
});
