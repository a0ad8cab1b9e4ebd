import { describe, expect, it } from 'vitest';
import { describeRows } from '../../../../lib/search/describe-rows.ts';
import { rowShape, shapeLikeness } from '../../../../lib/search/row-shape.ts';

const rewritten = [
  { input: 'Who wrote no sorry who painted the old ceiling?', output: 'Who painted the old ceiling?' },
  { input: 'Where is the um nearest harbour then?', output: 'Where is the nearest harbour?' },
];
const facts = [
  { input: 'name[Rose], food[Thai], area[centre], ', output: 'Rose serves Thai food in the centre of the town.' },
  { input: 'name[Oak], food[Greek], area[port], ', output: 'Greek food is what Oak by the port offers.' },
];

const shapeOf = (rows: typeof facts) => rowShape(rows) ?? expect.fail('no shape');

describe('shapeLikeness', () => {
  it('is 1 for the same rows, and higher for a task of the same sort', () => {
    const other = [{ input: 'When did the no what year did it end?', output: 'What year did it end?' }];
    expect(shapeLikeness(shapeOf(rewritten), shapeOf(rewritten))).toBe(1);
    expect(shapeLikeness(shapeOf(rewritten), shapeOf(other))).toBeGreaterThan(
      shapeLikeness(shapeOf(rewritten), shapeOf(facts)) + 0.3,
    );
  });
});

describe('describeRows', () => {
  it('says what rows without a card do', () => {
    expect(describeRows(shapeOf(rewritten), rewritten)).toBe(
      'From a question, rewrite the question with some words left out: corrected, cleaned, without mistakes or interruptions.',
    );
    expect(describeRows(shapeOf(facts), facts)).toBe(
      'From a list of attributes with their values, write a sentence that describes it.',
    );
  });
});
