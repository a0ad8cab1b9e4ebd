import { describe, expect, it } from 'vitest';
import type { TaskInput } from '../../../../contracts/example.ts';
import { checkRows } from '../../../../lib/task/check-rows.ts';
import type { PlacedRow } from '../../../../lib/task/gold-rows.ts';

const rowsAt = (file: string, ...rows: readonly (readonly [TaskInput, string])[]): PlacedRow[] =>
  rows.map(([input, output], at) => ({ row: { input, output }, where: `${file} ${at + 1}` }));
const wheres = (examples: PlacedRow[], test: PlacedRow[]) => checkRows(examples, test).map(({ where }) => where);

describe('checkRows', () => {
  it('has nothing against sound rows', () => {
    expect(wheres(rowsAt('e', ['a', 'x'], ['b', 'y'], ['a', 'x']), rowsAt('t', ['c', 'x']))).toEqual([]);
  });
  it('refuses examples that contradict each other, though they are written differently', () => {
    expect(wheres(rowsAt('e', ['Hello  there', 'x'], ['other', 'x'], ['hello there ', 'y']), [])).toEqual(['e 3']);
  });
  it('lets a test hold the same input with two outputs', () => {
    expect(wheres([], rowsAt('t', ['a', 'x'], ['a', 'y']))).toEqual([]);
  });
  it('refuses test rows that stand in the examples too', () => {
    expect(wheres(rowsAt('e', [{ q: 'A', p: 'b' }, 'x']), rowsAt('t', [{ p: 'B', q: 'a' }, 'x']))).toEqual(['t 1']);
  });
  it('refuses texts beside records, and records of other fields', () => {
    expect(wheres(rowsAt('e', [{ q: 'a' }, 'x'], ['a', 'x']), rowsAt('t', [{ q: 'b', p: 'c' }, 'x']))).toEqual([
      'e 2',
      't 1',
    ]);
  });
});
