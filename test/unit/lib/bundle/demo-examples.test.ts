import { describe, expect, it } from 'vitest';
import type { Example } from '../../../../contracts/example.ts';
import { demoExamples } from '../../../../lib/bundle/demo-examples.ts';

const rows = ['first', 'second', 'third'].map((input) => ({ input, output: 'billing' }));
const validation = (
  [
    ['f', 'a bill', 'billing', 'generated'],
    ['a', 'another bill', 'billing', 'generated'],
    ['b', 'a third bill', 'billing', 'generated'],
    ['c', 'a parcel', 'delivery', 'generated'],
    ['0', 'of a person', 'returns', 'gold'],
    ['1', 'of other people', 'other', 'imported'],
  ] as const
).map(([id, input, output, origin]): Example => ({ id, input, output, origin, votes: [], agreement: 1, group: id }));

describe('demoExamples', () => {
  it("gives the user's demonstrations and leaves out the imported ones, which are last", () => {
    expect(demoExamples({ demonstrations: rows, importedDemonstrations: 2 }, validation)).toEqual([rows[0]]);
  });

  it('gives all of them where none was imported', () => {
    expect(demoExamples({ demonstrations: rows }, validation)).toEqual(rows);
  });

  it('gives validation rows that the teacher wrote where the user wrote none, different answers first', () => {
    expect(demoExamples({ demonstrations: rows, importedDemonstrations: 3 }, validation)).toEqual([
      { input: 'another bill', output: 'billing' },
      { input: 'a parcel', output: 'delivery' },
      { input: 'a third bill', output: 'billing' },
      { input: 'a bill', output: 'billing' },
    ]);
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((id) => validation.slice(0, 1).map((row) => ({ ...row, id })));
    expect(demoExamples({ demonstrations: [] }, many)).toHaveLength(5);
  });
});
