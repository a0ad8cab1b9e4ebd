import { expect, it } from 'vitest';
import { disagreementsOf } from '../../../../lib/report-page/disagreements.ts';
import type { WorstRow } from '../../../../lib/report-page/worst-rows.ts';

const row = (
  number: number,
  said: readonly [string | null, string | null],
  scores: readonly [number, number | null],
): WorstRow => ({
  row: { id: `${number}`, input: 'i', expected: 'e', answers: { 'student-int8': said[0], teacher: said[1] } },
  number,
  student: scores[0],
  teacher: scores[1],
});
const numbers = (rows: readonly WorstRow[]) => rows.map(({ number }) => number);

it('sorts rows with different answers by who is right, and leaves out those that nobody asked the teacher', () => {
  const found = disagreementsOf(
    [
      row(1, ['e', 'e'], [1, 1]),
      row(2, ['e', 'x'], [1, 0]),
      row(3, ['x', 'e'], [0, 1]),
      row(4, ['x', 'y'], [0, 0]),
      row(5, ['x', null], [0, 0]),
      row(6, [null, null], [0, 0]),
      row(7, ['e', null], [1, null]),
    ],
    'student-int8',
  );
  expect({ ...found, onlyStudent: numbers(found.onlyStudent), onlyTeacher: numbers(found.onlyTeacher) }).toMatchObject({
    alike: 2,
    onlyStudent: [2],
    onlyTeacher: [3],
  });
  expect(numbers(found.otherwise)).toEqual([4, 5]);
});

it('puts the widest gap first where rows have degrees', () => {
  const { onlyStudent } = disagreementsOf(
    [row(1, ['a', 'b'], [0.5, 0.4]), row(2, ['a', 'b'], [0.9, 0.1]), row(3, ['a', 'b'], [0.5, 0.4])],
    'student-int8',
  );
  expect(numbers(onlyStudent)).toEqual([2, 1, 3]);
});
