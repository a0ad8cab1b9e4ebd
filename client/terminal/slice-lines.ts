import type { Slices } from '../../contracts/slices.ts';
import { count } from './numbers.ts';
import { oneLine } from './one-line.ts';
import type { Palette } from './palette.ts';
import { tableLines } from './table.ts';

/** The parts of the test on which the student is weak; in a sentence where there are none. */
export function sliceLines({ slices, metric, noClusters }: Slices, palette: Palette): string[] {
  const weak = slices.filter((slice) => slice.weak);
  const missing = noClusters === undefined ? [] : [palette.faint(oneLine(noClusters))];
  if (weak.length === 0)
    return [palette.faint(`on none of ${count(slices.length)} parts of the test is the student weak`), ...missing];
  const columns = [
    { title: 'weak on' },
    ...['rows', 'student', 'teacher', 'p (Holm)'].map((title) => ({ title, side: 'right' as const })),
  ];
  const lines = weak.map(({ by, name, rows, student, teacher, holmP }) => [
    `${by} ${oneLine(name)}`,
    count(rows),
    student.value.toFixed(3),
    teacher === null ? '-' : teacher.value.toFixed(3),
    holmP < 0.001 ? '< 0.001' : holmP.toFixed(3),
  ]);
  const [head = '', ...body] = tableLines(columns, lines);
  return [
    palette.faint(`${count(weak.length)} of ${count(slices.length)} parts of the test, by ${metric}`),
    palette.faint(head),
    ...body,
    ...missing,
  ];
}
