import { describe, expect, it } from 'vitest';
import { demoExamples } from '../../../../lib/bundle/demo-examples.ts';

const rows = ['first', 'second', 'third'].map((input) => ({ input, output: 'billing' }));

describe('demoExamples', () => {
  it("gives the user's demonstrations and leaves out the imported ones, which are last", () => {
    expect(demoExamples({ demonstrations: rows, importedDemonstrations: 2 })).toEqual([rows[0]]);
  });

  it('gives all of them where none was imported', () => {
    expect(demoExamples({ demonstrations: rows })).toEqual(rows);
  });
});
