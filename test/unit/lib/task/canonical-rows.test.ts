import { describe, expect, it } from 'vitest';
import type { WrittenRow } from '../../../../contracts/example.ts';
import { canonicalRows } from '../../../../lib/task/canonical-rows.ts';
import type { PlacedRow } from '../../../../lib/task/gold-rows.ts';
import { UNCONSTRAINED } from '../../../../lib/task/unconstrained.ts';

const FREE = { kind: null, labels: null, fields: null, constraints: UNCONSTRAINED };
const rowsAt = (file: string, ...rows: readonly (readonly [WrittenRow['input'], WrittenRow['output']])[]) =>
  rows.map(([input, output], at): PlacedRow<WrittenRow> => ({ row: { input, output }, where: `${file} ${at + 1}` }));

describe('canonicalRows', () => {
  it('keeps sound rows, one form for every way of writing a list', () => {
    const form = {
      ...FREE,
      kind: 'labels',
      labels: ['a', 'b'],
      constraints: { ...UNCONSTRAINED, several: true },
    } as const;
    expect(canonicalRows(rowsAt('e', ['x', ['b', 'a']], ['y', '["b", "a"]']), form)).toEqual({
      rows: [
        { row: { input: 'x', output: '["a","b"]' }, where: 'e 1' },
        { row: { input: 'y', output: '["a","b"]' }, where: 'e 2' },
      ],
      problems: [],
    });
  });
  it('refuses outputs that are none of the labels, and names the nearest', () => {
    const form = { ...FREE, labels: ['billing', 'refund'] };
    expect(canonicalRows(rowsAt('e', ['a', 'bilings'], ['b', 'refund'], ['c', 'Refund']), form)).toEqual({
      rows: [{ row: { input: 'b', output: 'refund' }, where: 'e 2' }],
      problems: [
        { where: 'e 1', message: '"bilings" is none of the labels; the nearest is "billing"' },
        { where: 'e 3', message: '"Refund" is none of the labels; the nearest is "refund"' },
      ],
    });
  });
  it('refuses empty inputs and outputs', () => {
    const wheres = canonicalRows(rowsAt('e', [' ', 'x'], [{}, 'x'], ['a', ' ']), FREE).problems.map(
      ({ where }) => where,
    );
    expect(wheres).toEqual(['e 1', 'e 2', 'e 3']);
  });
  it.each([
    [{ pattern: '\\d{4}' }, '12345', '1234'],
    [{ fromInput: true }, 'none', 'year 1234'],
    [{ maxChars: 4 }, '12345', '1234'],
  ])('refuses outputs that break %j', (constraint, bad, good) => {
    const form = { ...FREE, constraints: { ...UNCONSTRAINED, ...constraint } };
    const { problems } = canonicalRows(rowsAt('e', ['the year 1234', bad], ['in the year 1234', good]), form);
    expect(problems.map(({ where }) => where)).toEqual(['e 1']);
  });
});
