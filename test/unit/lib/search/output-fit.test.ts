import { describe, expect, it } from 'vitest';
import { columnFacts } from '../../../../lib/search/column-facts.ts';
import { outputFit } from '../../../../lib/search/output-fit.ts';

/** Fit of a column of forty rows that takes these values in turn. */
function fitOf(values: readonly string[], labels: readonly string[]) {
  const rows = Array.from({ length: 40 }, (_, at) => ({ answer: values[at % values.length] ?? '' }));
  const [column] = columnFacts(['answer'], rows);
  const query = { instruction: '', kind: 'labels', labels, fields: null, demonstrations: [] } as const;
  return column === undefined ? null : outputFit(column, query);
}

describe('outputFit of labels', () => {
  it('is whole and proven where the column holds the labels and nothing else', () => {
    expect(fitOf(['Yes', 'no'], ['yes', 'no'])).toEqual({
      score: 1,
      sure: true,
      reasons: ["all 2 of the task's labels stand in the column answer"],
    });
  });

  it('loses by each label that is missing and by each row that has another', () => {
    expect(fitOf(['a', 'b', 'x', 'y'], ['a', 'b', 'c', 'd'])).toMatchObject({ score: 0.25, sure: false });
  });

  it('is proven by values that are beginnings of the labels', () => {
    expect(fitOf(['C', 'N'], ['contradiction', 'neutral'])).toEqual({
      score: 0.9,
      sure: true,
      reasons: ['the column answer has c for contradiction, n for neutral'],
    });
  });

  it('is a guess where there are only as many classes as labels', () => {
    expect(fitOf(['up', 'down'], ['yes', 'no'])).toEqual({
      score: 0.3,
      sure: false,
      reasons: ['the column answer has as many classes as the task has labels'],
    });
  });

  it('is none where classes are more or fewer', () => {
    expect(fitOf(['up', 'down', 'still'], ['yes', 'no'])).toEqual({ score: 0, sure: false, reasons: [] });
  });
});
