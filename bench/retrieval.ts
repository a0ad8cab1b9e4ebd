import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { storedBytes } from '../lib/datasets/data-bytes.ts';
import { profileDataset } from '../lib/datasets/dataset-profile.ts';
import { blobRef, localDatasets } from '../lib/datasets/local-datasets.ts';
import { snapshotSources } from '../lib/datasets/snapshot-sources.ts';
import { createChildEmbedder } from '../lib/embedding/child-embedder.ts';
import { embeddingModel } from '../lib/embedding/embedding-model.ts';
import { readEnvironment } from '../lib/environment/read-environment.ts';
import { openIndex } from '../lib/search/compare-datasets.ts';
import { createLanceIndexes } from '../lib/search/lance-indexes.ts';
import { type StudiedDataset, studyDataset } from '../lib/search/studied-dataset.ts';
import { createMemoryStore } from '../test/support/memory-store.ts';
import { type AskSplit, prepareAsks, SPLITS } from './retrieval/asks.ts';
import { rankingFigures, type RankingFigures } from './retrieval/figures.ts';
import { fitFigures, type FitFigures, GOOD_FROM_STEPS } from './retrieval/fit-figures.ts';
import { type Ranking, RANKINGS, type Searched, searchOnce } from './retrieval/search-once.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

interface SplitFigures extends Readonly<Record<Ranking, RankingFigures>> {
  readonly prompts: number;
}

/** What policy `auto` does, for each step of the similarity from which a fit is good, over some splits together. */
const FIT_VIEWS = {
  all: SPLITS,
  real_rows: ['tuned', 'held_out', 'held_out_2'],
  held_out: ['held_out', 'held_out_2'],
} as const satisfies Readonly<Record<string, readonly AskSplit[]>>;

interface Figures extends Readonly<Partial<Record<AskSplit, SplitFigures>>> {
  readonly fit: Readonly<Record<string, readonly FitFigures[]>>;
  readonly datasets: number;
  readonly index_ms: number;
}

/**
 * How high the right dataset stands for a prompt in a user's own words, by vectors, by words and as the search gives it,
 * and what policy `auto` would import with it there and with it gone; by split of the prompts. With `--sources DIR` its
 * tables join the datasets that are made, under neutral names, and the prompts for them are asked too.
 */
export async function benchRetrieval(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Figures & Readonly<Record<string, unknown>>> {
  const { values } = parseArgs({ args: [...flags], options: { sources: { type: 'string' } } });
  const folder = await mkdtemp(join(tmpdir(), 'p2m-bench-'));
  const environment = readEnvironment({ env: process.env, cwd: process.cwd() });
  const embedder = createChildEmbedder(() => embeddingModel(join(ROOT, '.p2m', 'cache'), environment.python));
  try {
    const asks = await prepareAsks(folder, values.sources ?? null);
    const profiles = await profilesIn(folder);
    say(`${profiles.length} datasets, ${asks.length} prompts`);
    const indexes = createLanceIndexes({ uri: join(folder, 'index'), options: {} });
    const started = performance.now();
    const index = await openIndex(indexes, embedder, profiles);
    const indexMs = Math.round(performance.now() - started);
    const searched = new Map<AskSplit, readonly Searched[]>();
    for (const ask of asks) {
      const one = await searchOnce(ask, profiles, index, embedder);
      searched.set(ask.split, [...(searched.get(ask.split) ?? []), one]);
      const ranks = RANKINGS.map((ranking) => `${ranking} ${one.placed[ranking].rank ?? '-'}`).join(', ');
      say(`${ask.split} ${ask.target}: ${ranks}; first ${one.first}; ${ask.prompt.slice(0, 60)}`);
    }
    const bySplit = SPLITS.flatMap((split) => {
      const own = searched.get(split);
      return own === undefined ? [] : [[split, splitFigures(own)] as const];
    });
    return { ...Object.fromEntries(bySplit), fit: fitByView(searched), datasets: profiles.length, index_ms: indexMs };
  } finally {
    embedder.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function profilesIn(folder: string): Promise<readonly StudiedDataset[]> {
  const store = createMemoryStore();
  const found = await localDatasets(store, await snapshotSources(store, ['sources'], folder));
  const open = async (_: unknown, { sha256, bytes }: { readonly sha256: string | null; readonly bytes: number }) =>
    storedBytes(store, blobRef(store, { sha256: sha256 ?? '', bytes }));
  return await Promise.all(found.map(async (dataset) => studyDataset(await profileDataset(dataset, open))));
}

function splitFigures(searched: readonly Searched[]): SplitFigures {
  const of = (ranking: Ranking): RankingFigures => rankingFigures(searched.map(({ placed }) => placed[ranking]));
  return {
    prompts: searched.length,
    vector: of('vector'),
    text: of('text'),
    hybrid: of('hybrid'),
  };
}

const fitByView = (searched: ReadonlyMap<AskSplit, readonly Searched[]>): Figures['fit'] =>
  Object.fromEntries(
    Object.entries(FIT_VIEWS).map(([view, splits]) => {
      const decisions = splits.flatMap((split) => searched.get(split) ?? []).flatMap((one) => one.decisions);
      return [view, GOOD_FROM_STEPS.map((goodFrom) => fitFigures(decisions, goodFrom))];
    }),
  );
