import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { GoldRow } from '../contracts/example.ts';
import { storedBytes } from '../lib/datasets/data-bytes.ts';
import { profileDataset } from '../lib/datasets/dataset-profile.ts';
import { blobRef, localDatasets } from '../lib/datasets/local-datasets.ts';
import { snapshotSources } from '../lib/datasets/snapshot-sources.ts';
import { tableName } from '../lib/datasets/split-of-path.ts';
import { createChildEmbedder } from '../lib/embedding/child-embedder.ts';
import type { Embedder } from '../lib/embedding/embedder.ts';
import { embeddingModel } from '../lib/embedding/embedding-model.ts';
import { readEnvironment } from '../lib/environment/read-environment.ts';
import { compareMeaning, compareWords, openIndex } from '../lib/search/compare-datasets.ts';
import { createLanceIndexes } from '../lib/search/lance-indexes.ts';
import { rankDatasets } from '../lib/search/rank-datasets.ts';
import type { SearchIndex } from '../lib/search/search-index.ts';
import type { SearchQuery } from '../lib/search/search-query.ts';
import { type StudiedDataset, studyDataset } from '../lib/search/studied-dataset.ts';
import { createMemoryStore } from '../test/support/memory-store.ts';
import { type Placed, rankingFigures, type RankingFigures } from './retrieval/figures.ts';
import { madeDatasets, writeDataset } from './retrieval/made-datasets.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

const Ask = z.strictObject({
  /** Name of the right dataset's table among the sources. */
  target: z.string(),
  prompt: z.string(),
  labels: z.array(z.string()).nullable(),
  demonstrations: z.array(GoldRow),
});
type Ask = Readonly<z.infer<typeof Ask>>;

/**
 * How high the right dataset stands for a prompt in a user's own words, by vectors, by words and as the search gives it.
 * 44 datasets are made; most have a prompt. With `--sources DIR` its tables join them under neutral names, and the prompts
 * of `retrieval/prompts.jsonl` for them are asked instead.
 */
export async function benchRetrieval(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<string, RankingFigures | number>>> {
  const { values } = parseArgs({ args: [...flags], options: { sources: { type: 'string' } } });
  const folder = await mkdtemp(join(tmpdir(), 'p2m-bench-'));
  const environment = readEnvironment({ env: process.env, cwd: process.cwd() });
  const model = () => embeddingModel(join(ROOT, '.p2m', 'cache'), environment.python);
  const embedder = createChildEmbedder(model);
  try {
    const asks = await prepare(folder, values.sources ?? null);
    const profiles = await profilesIn(folder);
    say(`${profiles.length} datasets, ${asks.length} prompts`);
    const indexes = createLanceIndexes({ uri: join(folder, 'index'), options: {} });
    const started = performance.now();
    const index = await openIndex(indexes, embedder, profiles);
    const indexMs = Math.round(performance.now() - started);
    const placed: Record<Ranking, Placed[]> = { vector: [], text: [], hybrid: [] };
    for (const ask of asks) {
      const found = await place(ask, profiles, index, embedder);
      for (const ranking of RANKINGS) placed[ranking].push(found[ranking]);
      const ranks = RANKINGS.map((ranking) => `${ranking} ${found[ranking].rank ?? '-'}`).join(', ');
      say(`${ask.target}: ${ranks}; first ${found.first}; ${ask.prompt.slice(0, 60)}`);
    }
    return {
      vector: rankingFigures(placed.vector),
      text: rankingFigures(placed.text),
      hybrid: rankingFigures(placed.hybrid),
      prompts: asks.length,
      datasets: profiles.length,
      index_ms: indexMs,
    };
  } finally {
    embedder.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const RANKINGS = ['vector', 'text', 'hybrid'] as const;
type Ranking = (typeof RANKINGS)[number];

/** Writes all sources and gives the prompts, their targets as the ids of datasets. */
async function prepare(folder: string, sources: string | null): Promise<readonly Ask[]> {
  const made = await madeDatasets();
  await Promise.all(made.map((dataset) => writeDataset(dataset, join(folder, 'sources'))));
  if (sources === null)
    return made.flatMap(({ name, ask }) =>
      ask === null ? [] : [{ ...ask, target: `local:sources/${name}`, demonstrations: [] }],
    );
  const files = (await readdir(sources)).filter((file) => file.endsWith('.jsonl')).toSorted();
  const tables = [...new Set(files.map(tableName))];
  const neutral = new Map(tables.map((table, at) => [table, `collection-${at + 1}`]));
  await mkdir(join(folder, 'sources'), { recursive: true });
  for (const file of files) {
    const name = file.replace(tableName(file), neutral.get(tableName(file)) ?? '');
    await copyFile(join(sources, file), join(folder, 'sources', name));
  }
  const text = await readFile(new URL('./retrieval/prompts.jsonl', import.meta.url), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => Ask.parse(JSON.parse(line)))
    .filter(({ target }) => neutral.has(target))
    .map((ask) => ({ ...ask, target: `local:sources/${neutral.get(ask.target)}` }));
}

async function profilesIn(folder: string): Promise<readonly StudiedDataset[]> {
  const store = createMemoryStore();
  const found = await localDatasets(store, await snapshotSources(store, ['sources'], folder));
  const open = async (_: unknown, { sha256, bytes }: { readonly sha256: string | null; readonly bytes: number }) =>
    storedBytes(store, blobRef(store, { sha256: sha256 ?? '', bytes }));
  return await Promise.all(found.map(async (dataset) => studyDataset(await profileDataset(dataset, open))));
}

async function place(
  { target, prompt, labels, demonstrations }: Ask,
  profiles: readonly StudiedDataset[],
  index: SearchIndex,
  embedder: Embedder,
): Promise<Readonly<Record<Ranking, Placed>> & { readonly first: string }> {
  const query: SearchQuery = {
    instruction: prompt,
    kind: labels === null ? 'text' : 'labels',
    labels,
    fields: null,
    demonstrations,
  };
  const started = performance.now();
  const vector = await compareMeaning(index, embedder, query);
  const afterVector = performance.now();
  const words = await compareWords(index, query);
  const afterWords = performance.now();
  const nearness = new Map([...vector].map(([id, near]) => [id, { vector: near, text: words.get(id) ?? 0 }]));
  const hybrid = rankDatasets(profiles, nearness, query).candidates.map(({ id }) => id);
  const ended = performance.now();
  const rankIn = (ids: readonly string[]): number | null => (ids.includes(target) ? ids.indexOf(target) + 1 : null);
  return {
    vector: { rank: rankIn(inOrder(vector)), ms: afterVector - started },
    text: { rank: rankIn(inOrder(words)), ms: afterWords - afterVector },
    hybrid: { rank: rankIn(hybrid), ms: ended - started },
    first: hybrid[0] ?? 'none',
  };
}

const inOrder = (scores: ReadonlyMap<string, number>): readonly string[] =>
  [...scores].toSorted((one, other) => other[1] - one[1] || (one[0] < other[0] ? -1 : 1)).map(([id]) => id);
