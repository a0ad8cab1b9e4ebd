import type { Embedder } from '../embedding/embedder.ts';
import { hashOf } from '../store/canonical-json.ts';
import { datasetUnits } from './dataset-units.ts';
import type { SearchHit, SearchIndex, SearchIndexes } from './search-index.ts';
import type { StudiedDataset } from './studied-dataset.ts';
import { demonstrationTexts, instructionText, queryWords, type SearchQuery } from './search-query.ts';

/** How near a dataset is to the task. */
export interface Nearness {
  /** Cosine similarity, -1 to 1. */
  readonly vector: number;
  /** BM25; 0 where no word is shared. */
  readonly text: number;
}

/** Texts of a dataset that its similarity is the mean of: one may be near by chance. */
const NEAREST_TEXTS = 3;
/** Raised when the same datasets would make another index. */
const INDEX_VERSION = '1';

/** The index over those datasets; made at the first call, found at later ones. */
export async function openIndex(
  indexes: SearchIndexes,
  embedder: Embedder,
  profiles: readonly StudiedDataset[],
): Promise<SearchIndex> {
  const units = profiles.flatMap(datasetUnits);
  const name = hashOf({ version: INDEX_VERSION, embedder: embedder.identity, units });
  return await indexes.open(name, units.length, async () => {
    const vectors = await embedder.embed(units.map(({ meaning }) => meaning));
    return units.map((unit, at) => ({ ...unit, vector: vectors[at] ?? new Float32Array(embedder.dimensions) }));
  });
}

/** Nearness of every dataset in the index, by its id. */
export async function compareDatasets(
  index: SearchIndex,
  embedder: Embedder,
  query: SearchQuery,
): Promise<ReadonlyMap<string, Nearness>> {
  const [byMeaning, byWords] = await Promise.all([compareMeaning(index, embedder, query), compareWords(index, query)]);
  return new Map([...byMeaning].map(([dataset, vector]) => [dataset, { vector, text: byWords.get(dataset) ?? 0 }]));
}

/** Cosine similarity of each dataset: with the instruction, and with the demonstrations where there are some, half each. */
export async function compareMeaning(
  index: SearchIndex,
  embedder: Embedder,
  query: SearchQuery,
): Promise<ReadonlyMap<string, number>> {
  const [instruction, ...demonstrations] = await embedder.embed([instructionText(query), ...demonstrationTexts(query)]);
  const byInstruction = meanOfBest(instruction === undefined ? [] : await index.nearest(instruction), NEAREST_TEXTS);
  const byRow = await Promise.all(demonstrations.map(async (vector) => meanOfBest(await index.nearest(vector), 1)));
  return new Map(
    [...byInstruction].map(([dataset, similarity]) => {
      const rows = byRow.map((nearest) => nearest.get(dataset) ?? 0);
      const shown = rows.length === 0 ? similarity : rows.reduce((sum, row) => sum + row, 0) / rows.length;
      return [dataset, (similarity + shown) / 2];
    }),
  );
}

/** BM25 of each dataset that shares a word with the task. */
export const compareWords = async (index: SearchIndex, query: SearchQuery): Promise<ReadonlyMap<string, number>> =>
  new Map((await index.matching(queryWords(query))).map(({ dataset, score }) => [dataset, score]));

/** Mean of each dataset's best hits; hits come best first. */
function meanOfBest(hits: readonly SearchHit[], count: number): ReadonlyMap<string, number> {
  const best = new Map<string, number[]>();
  for (const { dataset, score } of hits) {
    const own = best.get(dataset) ?? [];
    if (own.length < count) best.set(dataset, [...own, score]);
  }
  return new Map([...best].map(([dataset, own]) => [dataset, own.reduce((sum, score) => sum + score, 0) / own.length]));
}
