import type { Candidate } from '../../contracts/candidate.ts';
import type { Embedder } from '../../lib/embedding/embedder.ts';
import { compareMeaning, compareWords, type Nearness } from '../../lib/search/compare-datasets.ts';
import { rankDatasets } from '../../lib/search/rank-datasets.ts';
import type { SearchIndex } from '../../lib/search/search-index.ts';
import type { StudiedDataset } from '../../lib/search/studied-dataset.ts';
import { type Ask, queryOf } from './asks.ts';
import type { Placed } from './figures.ts';
import type { Decision } from './fit-figures.ts';

export const RANKINGS = ['vector', 'text', 'hybrid'] as const;
export type Ranking = (typeof RANKINGS)[number];

/** One prompt searched for. */
export interface Searched {
  readonly placed: Readonly<Record<Ranking, Placed>>;
  readonly ask: Ask;
  readonly first: string;
  /** With the right dataset, and with it taken out. */
  readonly decisions: readonly [Decision, Decision];
  /** The same as the search gives them, good where they are near enough. */
  readonly found: Found;
}

export interface Found {
  readonly present: readonly Candidate[];
  readonly absent: readonly Candidate[];
}

/** Below any similarity: all else decides whether a fit is good, and the figures set the limit. */
const ANY = -1;

/**
 * Searches for the ask's prompt. The same comparison serves for the search without the right dataset: similarity is each
 * dataset's own, and one text less hardly changes how rare words are.
 */
export async function searchOnce(
  ask: Ask,
  profiles: readonly StudiedDataset[],
  index: SearchIndex,
  embedder: Embedder,
): Promise<Searched> {
  const { target } = ask;
  const query = queryOf(ask);
  const started = performance.now();
  const meaning = await compareMeaning(index, embedder, query);
  const afterVector = performance.now();
  const words = await compareWords(index, query);
  const afterWords = performance.now();
  const nearness = new Map([...meaning].map(([id, near]) => [id, { ...near, text: words.get(id) ?? 0 }]));
  const { candidates } = rankDatasets(profiles, nearness, query, ANY);
  const ended = performance.now();
  const others = profiles.filter(({ found }) => found.id !== target);
  const left = new Map<string, Nearness>([...nearness].filter(([id]) => id !== target));
  const hybrid = candidates.map(({ id }) => id);
  const rankIn = (ids: readonly string[]): number | null => (ids.includes(target) ? ids.indexOf(target) + 1 : null);
  const found = {
    present: rankDatasets(profiles, nearness, query).candidates,
    absent: rankDatasets(others, left, query).candidates,
  };
  return {
    ask,
    found,
    placed: {
      vector: {
        rank: rankIn(inOrder(new Map([...meaning].map(([id, { vector }]) => [id, vector])))),
        ms: afterVector - started,
      },
      text: { rank: rankIn(inOrder(words)), ms: afterWords - afterVector },
      hybrid: { rank: rankIn(hybrid), ms: ended - started },
    },
    first: hybrid[0] ?? 'none',
    decisions: [
      { right: target, candidates },
      { right: null, candidates: rankDatasets(others, left, query, ANY).candidates },
    ],
  };
}

const inOrder = (scores: ReadonlyMap<string, number>): readonly string[] =>
  [...scores].toSorted((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).map(([id]) => id);
