import type { EmbeddedText, SearchHit, SearchIndexes } from '../../lib/search/search-index.ts';

/** Indexes in this process's memory: plain cosine, and shared stems (an ending `s` goes) instead of BM25. */
export function createMemoryIndexes(): SearchIndexes {
  const kept = new Map<string, readonly EmbeddedText[]>();
  return {
    open: async (name, count, make) => {
      const found = kept.get(name);
      const texts = found?.length === count ? found : await make();
      kept.set(name, texts);
      return {
        nearest: async (vector) =>
          inOrder(texts.map(({ dataset, part, vector: own }) => ({ dataset, part, score: dot(own, vector) }))),
        matching: async (query) => {
          const wanted = new Set(stems(query));
          const shared = (words: string) => stems(words).filter((stem) => wanted.has(stem)).length;
          return inOrder(texts.map(({ dataset, part, words }) => ({ dataset, part, score: shared(words) }))).filter(
            ({ score }) => score > 0,
          );
        },
      };
    },
  };
}

const stems = (text: string): string[] =>
  (text.toLowerCase().match(/\p{L}{3,}/gu) ?? []).map((word) => word.replace(/s$/, ''));

const dot = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);

const inOrder = (hits: readonly SearchHit[]): readonly SearchHit[] =>
  hits.toSorted((one, other) => other.score - one.score || (one.dataset < other.dataset ? -1 : 1));
