import { describe, expect, it } from 'vitest';
import type { TaskInput } from '../../../../contracts/example.ts';
import { checkRows } from '../../../../lib/task/check-rows.ts';
import type { PlacedRow } from '../../../../lib/task/gold-rows.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const FREE = { labels: null, constraints: UNCONSTRAINED };
const rowsAt = (file: string, ...rows: readonly (readonly [TaskInput, string])[]): PlacedRow[] =>
  rows.map(([input, output], at) => ({ row: { input, output }, where: `${file} ${at + 1}` }));
const wheres = (examples: PlacedRow[], test: PlacedRow[], rules = {}) =>
  checkRows(examples, test, { ...FREE, ...rules }).map(({ where }) => where);

describe('checkRows', () => {
  it('has nothing against sound rows', () => {
    expect(
      wheres(rowsAt('e', ['a', 'x'], ['b', 'y'], ['a', 'x']), rowsAt('t', ['c', 'x']), { labels: ['x', 'y'] }),
    ).toEqual([]);
  });
  it('refuses outputs that are none of the labels, of examples and test, and names the nearest', () => {
    const problems = checkRows(rowsAt('e', ['a', 'bilings']), rowsAt('t', ['b', 'Refund']), {
      ...FREE,
      labels: ['billing', 'refund'],
    });
    expect(problems).toEqual([
      { where: 'e 1', message: '"bilings" is none of the labels; the nearest is "billing"' },
      { where: 't 1', message: '"Refund" is none of the labels; the nearest is "refund"' },
    ]);
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
  it('refuses empty inputs and outputs', () => {
    expect(wheres(rowsAt('e', [' ', 'x'], [{}, 'x']), [])).toEqual(['e 1', 'e 2', 'e 2']);
    expect(wheres(rowsAt('e', ['a', ' ']), [])).toEqual(['e 1']);
  });
  it.each([
    [{ pattern: '\\d{4}', fromInput: false, maxChars: null }, '12345', '1234'],
    [{ ...UNCONSTRAINED, fromInput: true }, 'none', 'year 1234'],
    [{ pattern: null, fromInput: false, maxChars: 4 }, '12345', '1234'],
  ])('refuses outputs that break %j', (constraints, bad, good) => {
    expect(wheres(rowsAt('e', ['the year 1234', bad], ['in the year 1234', good]), [], { constraints })).toEqual([
      'e 1',
    ]);
  });
  it('looks for an output in any field of the input', () => {
    const constraints = { ...UNCONSTRAINED, fromInput: true };
    expect(wheres(rowsAt('e', [{ q: 'who', p: 'it was Ann' }, 'Ann']), [], { constraints })).toEqual([]);
  });
});
