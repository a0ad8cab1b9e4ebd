import { beforeEach, describe, expect, it } from 'vitest';
import type { EmbeddedText, SearchIndexes } from '../../lib/search/search-index.ts';

const text = (dataset: string, words: string, ...vector: number[]): EmbeddedText => ({
  dataset,
  part: words === '' ? 'row' : 'about',
  meaning: '',
  words,
  vector: Float32Array.from(vector),
});

const TEXTS: readonly EmbeddedText[] = [
  text('birds', 'sightings of birds in the harbour', 0, 1, 0),
  text('tickets', 'customers wrote tickets about invoices', 1, 0, 0),
  text('tickets', '', 0.6, 0.8, 0),
];

/** What every place for indexes does. */
export function searchIndexesCase(name: string, create: () => Promise<SearchIndexes>): void {
  describe(`search indexes of ${name}`, () => {
    let indexes: SearchIndexes;
    let made = 0;
    const texts = async () => {
      made += 1;
      return TEXTS;
    };

    beforeEach(async () => {
      made = 0;
      indexes = await create();
    });

    it('give every text with its cosine similarity, best first', async () => {
      const index = await indexes.open('one', TEXTS.length, texts);
      const hits = await index.nearest(Float32Array.of(1, 0, 0));
      expect(hits.map(({ dataset, part, score }) => [dataset, part, Number(score.toFixed(5))])).toEqual([
        ['tickets', 'about', 1],
        ['tickets', 'row', 0.6],
        ['birds', 'about', 0],
      ]);
    });

    it('match stems of words in any order, and take no sign for syntax', async () => {
      const index = await indexes.open('one', TEXTS.length, texts);
      const hits = await index.matching('invoice "AND" (customer) ticket: ~*');
      expect(hits.map(({ dataset, part }) => [dataset, part])).toEqual([['tickets', 'about']]);
      expect(hits[0]?.score).toBeGreaterThan(0);
    });

    it('find nothing for words that no text has', async () => {
      const index = await indexes.open('one', TEXTS.length, texts);
      expect(await index.matching('chess')).toEqual([]);
    });

    it('are made once and found again', async () => {
      await indexes.open('one', TEXTS.length, texts);
      const again = await indexes.open('one', TEXTS.length, texts);
      expect([made, (await again.matching('birds')).length]).toEqual([1, 1]);
      await indexes.open('other', TEXTS.length, texts);
      expect(made).toBe(2);
    });

    it('are made anew where one was left half made', async () => {
      await indexes.open('one', TEXTS.length - 1, async () => TEXTS.slice(1));
      const whole = await indexes.open('one', TEXTS.length, texts);
      expect([made, (await whole.matching('birds')).length]).toEqual([1, 1]);
    });
  });
}
