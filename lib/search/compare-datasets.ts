import type { Embedder } from '../embedding/embedder.ts';
import { hashOf } from '../store/canonical-json.ts';
import { datasetUnits } from './dataset-units.ts';
import type { SearchHit, SearchIndex, SearchIndexes } from './search-index.ts';
import type { StudiedDataset } from './studied-dataset.ts';
import { demonstrationTexts, instructionText, queryWords, type SearchQuery } from './search-query.ts';

/** How near a dataset's texts are to the task; cosine similarities, -1 to 1. */
export interface NearMeaning {
  /** Of what is said of it and of its rows. */
  readonly vector: number;
  /** Of its nearest rows alone with the instruction alone. */
  readonly rows: number;
}

/** How near a dataset is to the task. */
export interface Nearness extends NearMeaning {
  /** BM25; 0 where no word is shared. */
  readonly text: number;
}

/** Rows of a dataset that count: one may be near by chance. */
const NEAREST_ROWS = 3;
/**
 * What the best text about a dataset counts against its rows. With one pool of texts a bare file, about which little is
 * said, stood behind every dataset with a card. Between 0.3 and 0.5 the order of the bench's datasets hardly changes.
 */
const ABOUT_SHARE = 0.4;
/** Raised when the same datasets would make another index. */
const INDEX_VERSION = '2';

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
  return new Map([...byMeaning].map(([dataset, near]) => [dataset, { ...near, text: byWords.get(dataset) ?? 0 }]));
}

/** Cosine similarity of each dataset: with the instruction, and with the demonstrations where there are some, half each. */
export async function compareMeaning(
  index: SearchIndex,
  embedder: Embedder,
  query: SearchQuery,
): Promise<ReadonlyMap<string, NearMeaning>> {
  const [instruction, ...demonstrations] = await embedder.embed([instructionText(query), ...demonstrationTexts(query)]);
  const byInstruction = nearnessToTask(instruction === undefined ? [] : await index.nearest(instruction));
  const byRow = await Promise.all(demonstrations.map(async (vector) => meanOfBest(await index.nearest(vector), 1)));
  return new Map(
    [...byInstruction].map(([dataset, { vector, rows }]) => {
      const alike = byRow.map((nearest) => nearest.get(dataset) ?? 0);
      const shown = alike.length === 0 ? vector : alike.reduce((sum, one) => sum + one, 0) / alike.length;
      return [dataset, { vector: (vector + shown) / 2, rows }];
    }),
  );
}

/** BM25 of each dataset that shares a word with the task. */
export const compareWords = async (index: SearchIndex, query: SearchQuery): Promise<ReadonlyMap<string, number>> =>
  new Map((await index.matching(queryWords(query))).map(({ dataset, score }) => [dataset, score]));

/** By the best text about each dataset and by its nearest rows; by either alone where it has no other. */
function nearnessToTask(hits: readonly SearchHit[]): ReadonlyMap<string, NearMeaning> {
  const about = meanOfBest(
    hits.filter(({ part }) => part === 'about'),
    1,
  );
  const rows = meanOfBest(
    hits.filter(({ part }) => part === 'row'),
    NEAREST_ROWS,
  );
  const datasets = [...new Set(hits.map(({ dataset }) => dataset))];
  return new Map(
    datasets.map((dataset) => {
      const [said, shown] = [about.get(dataset), rows.get(dataset)];
      if (said === undefined || shown === undefined) return [dataset, { vector: said ?? shown ?? 0, rows: shown ?? 0 }];
      return [dataset, { vector: ABOUT_SHARE * said + (1 - ABOUT_SHARE) * shown, rows: shown }];
    }),
  );
}

/** Mean of each dataset's best hits; hits come best first. */
function meanOfBest(hits: readonly SearchHit[], count: number): ReadonlyMap<string, number> {
  const best = new Map<string, number[]>();
  for (const { dataset, score } of hits) {
    const own = best.get(dataset) ?? [];
    if (own.length < count) best.set(dataset, [...own, score]);
  }
  return new Map([...best].map(([dataset, own]) => [dataset, own.reduce((sum, score) => sum + score, 0) / own.length]));
}
