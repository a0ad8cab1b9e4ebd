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
import { type AskPlaces, type AskSplit, prepareAsks, SPLITS } from './retrieval/asks.ts';
import { type Answers, readAnswers, readOnce, writeRequests } from './retrieval/reading.ts';
import { RANKINGS, searchOnce } from './retrieval/search-once.ts';
import { fitByView, type Measured, readFitByView, splitFigures, type SplitFigures } from './retrieval/split-figures.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

interface Figures extends Readonly<Partial<Record<AskSplit, SplitFigures>>> {
  readonly fit: ReturnType<typeof fitByView>;
  /** Null where nobody answered. */
  readonly fit_read: ReturnType<typeof readFitByView> | null;
  readonly datasets: number;
  readonly index_ms: number;
}

/** Of prompts that were read once; those whose candidates have changed since count as unanswered. */
const RECORDED_ANSWERS = join(ROOT, 'bench', 'retrieval', 'read-answers.jsonl');

const OPTIONS = {
  sources: { type: 'string' },
  prompts: { type: 'string' },
  splits: { type: 'string' },
  answers: { type: 'string', multiple: true },
  'write-requests': { type: 'string' },
} as const;

/**
 * How high the right dataset stands for a prompt in a user's own words, by vectors, by words, as the search gives it and
 * with the candidates read by a large model; and what policy `auto` would import with it there and with it gone; by split
 * of the prompts. With `--sources DIR` its tables join the datasets that are made, under neutral names, and the prompts
 * for them are asked too, those of `--prompts FILE` among them; `--splits A,B` asks some alone. `--write-requests FILE`
 * writes what a large model is to be asked, `--answers FILE` replays what one answered in place of what is recorded.
 */
export async function benchRetrieval(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Figures & Readonly<Record<string, unknown>>> {
  const { values } = parseArgs({ args: [...flags], options: OPTIONS });
  const answers = await readAnswers(values.answers ?? [RECORDED_ANSWERS]);
  const splits = splitsIn(values.splits);
  const { measured, ...index } = await measure(
    { sources: values.sources ?? null, prompts: values.prompts ?? null },
    say,
    {
      splits,
      answers,
    },
  );
  const requests = values['write-requests'];
  if (requests !== undefined) say(`requests: ${(await writeRequests(requests, measured)).join(', ')}`);
  const bySplit = splits.flatMap((split) => {
    const own = measured.filter(({ ask }) => ask.split === split);
    return own.length === 0 ? [] : [[split, splitFigures(own)] as const];
  });
  const fit = fitByView(measured);
  return { ...Object.fromEntries(bySplit), fit, fit_read: readFitByView(measured), ...index };
}

/** @throws TypeError for a split that is not there */
function splitsIn(text: string | undefined): readonly AskSplit[] {
  if (text === undefined) return SPLITS;
  return text.split(',').map((name) => {
    const split = SPLITS.find((one) => one === name);
    if (split === undefined) throw new TypeError(`There is no split ${name}: ${SPLITS.join(', ')}.`);
    return split;
  });
}

async function measure(
  places: AskPlaces,
  say: (line: string) => void,
  { splits, answers }: { readonly splits: readonly AskSplit[]; readonly answers: Answers },
): Promise<{ readonly measured: readonly Measured[]; readonly datasets: number; readonly index_ms: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'p2m-bench-'));
  const environment = readEnvironment({ env: process.env, cwd: process.cwd() });
  const embedder = createChildEmbedder(() => embeddingModel(join(ROOT, '.p2m', 'cache'), environment.python));
  try {
    const asks = (await prepareAsks(folder, places)).filter(({ split }) => splits.includes(split));
    const profiles = await profilesIn(folder);
    say(`${profiles.length} datasets, ${asks.length} prompts`);
    const indexes = createLanceIndexes({ uri: join(folder, 'index'), options: {} });
    const started = performance.now();
    const index = await openIndex(indexes, embedder, profiles);
    const indexMs = Math.round(performance.now() - started);
    const measured: Measured[] = [];
    for (const ask of asks) {
      const searched = await searchOnce(ask, profiles, index, embedder);
      const one = { ...searched, read: readOnce(searched, answers) };
      measured.push(one);
      say(lineOf(one));
    }
    return { measured, datasets: profiles.length, index_ms: indexMs };
  } finally {
    embedder.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function lineOf({ ask, placed, read, first }: Measured): string {
  const ranks = RANKINGS.map((ranking) => `${ranking} ${placed[ranking].rank ?? '-'}`);
  const all = [...ranks, `read ${read.placed.rank ?? '-'} (${read.state})`];
  return `${ask.split} ${ask.target}: ${all.join(', ')}; first ${first}; ${ask.prompt.slice(0, 60)}`;
}

async function profilesIn(folder: string): Promise<readonly StudiedDataset[]> {
  const store = createMemoryStore();
  const found = await localDatasets(store, await snapshotSources(store, ['sources'], folder));
  const open = async (_: unknown, { sha256, bytes }: { readonly sha256: string | null; readonly bytes: number }) =>
    storedBytes(store, blobRef(store, { sha256: sha256 ?? '', bytes }));
  return await Promise.all(found.map(async (dataset) => studyDataset(await profileDataset(dataset, open))));
}
