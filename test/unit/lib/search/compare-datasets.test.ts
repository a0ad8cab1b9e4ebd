import { describe, expect, it } from 'vitest';
import { compareMeaning } from '../../../../lib/search/compare-datasets.ts';
import type { SearchIndex, TextPart } from '../../../../lib/search/search-index.ts';
import { createWordEmbedder } from '../../../support/word-embedder.ts';

const QUERY = { instruction: 'a task', kind: 'text', labels: null, fields: null, demonstrations: [] } as const;

/** An index that gives these hits for any vector; it is asked for nothing else. */
const indexOf = (hits: readonly (readonly [string, TextPart, number])[]): SearchIndex => ({
  nearest: async () => hits.map(([dataset, part, score]) => ({ dataset, part, score })),
  matching: async () => {
    throw new Error('words were asked for');
  },
});

const near = async (...hits: readonly (readonly [string, TextPart, number])[]) =>
  await compareMeaning(indexOf(hits), createWordEmbedder(), QUERY);

describe('compareMeaning', () => {
  it('weighs the best text about a dataset with the mean of its three nearest rows', async () => {
    const found = await near(
      ['d', 'about', 0.8],
      ['d', 'row', 0.5],
      ['d', 'about', 0.4],
      ['d', 'row', 0.3],
      ['d', 'row', 0.1],
      ['d', 'row', 0],
    );
    expect(found.get('d')?.vector).toBeCloseTo(0.4 * 0.8 + 0.6 * 0.3, 10);
    expect(found.get('d')?.rows).toBeCloseTo(0.3, 10);
  });

  it('goes by what there is where a dataset has texts of one part only', async () => {
    const found = await near(['a', 'about', 0.5], ['r', 'row', 0.4]);
    expect([...found]).toEqual([
      ['a', { vector: 0.5, rows: 0 }],
      ['r', { vector: 0.4, rows: 0.4 }],
    ]);
  });
});
