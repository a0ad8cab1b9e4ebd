import { expect, it } from 'vitest';
import { uniqueInputs } from '../../../../lib/dataset/unique-inputs.ts';

it('keeps the first of equal inputs, in order, and none that is known', () => {
  const rows = [{ input: 'One' }, { input: 'two' }, { input: ' ONE. ' }, { input: 'three' }, { input: 'Three' }];
  expect(uniqueInputs(rows, [{ input: 'TWO!' }])).toEqual({
    kept: [{ input: 'One' }, { input: 'three' }],
    duplicates: 3,
  });
});

it('tells records apart by every field', () => {
  const rows = [{ input: { a: 'x', b: 'y' } }, { input: { a: 'x', b: 'z' } }, { input: { b: 'Y', a: 'X' } }];
  expect(uniqueInputs(rows, []).kept).toEqual(rows.slice(0, 2));
});
