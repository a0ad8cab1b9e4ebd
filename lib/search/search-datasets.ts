import type { DatasetListing, SkippedSource, SourceSnapshot } from '../../contracts/candidate.ts';
import { storedBytes } from '../datasets/data-bytes.ts';
import { DataUnreadable } from '../datasets/data-unreadable.ts';
import { type OpenFile, profileDataset } from '../datasets/dataset-profile.ts';
import type { FoundDataset } from '../datasets/found-dataset.ts';
import { blobRef, localDatasets } from '../datasets/local-datasets.ts';
import type { Embedder } from '../embedding/embedder.ts';
import type { DatasetHub } from '../hub/dataset-hub.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { compareDatasets, openIndex } from './compare-datasets.ts';
import { hubWords } from './hub-words.ts';
import { rankDatasets } from './rank-datasets.ts';
import type { SearchIndexes } from './search-index.ts';
import type { SearchQuery } from './search-query.ts';
import { type StudiedDataset, studyDataset } from './studied-dataset.ts';

export interface SearchPorts {
  readonly store: ObjectStore;
  readonly datasets: DatasetHub;
  readonly embedder: Embedder;
  readonly indexes: SearchIndexes;
}

export interface SearchPlaces {
  /** Null: no local sources. */
  readonly snapshot: SourceSnapshot | null;
  readonly hub: 'ask' | 'leave';
}

/** Datasets of the hub that are looked into: each costs some requests. */
const HUB_DATASETS = 30;
/** Files read at once; each may be held whole. */
const READ_AT_ONCE = 4;

/**
 * The datasets that fit a task, best first, at most ten, with reasons, mapping and samples; and what was left out, with
 * why. An empty list is an answer, not a failure.
 * @throws StageFailure `hub-unreachable`, `store-unreachable`, `store-corrupt`
 */
export async function searchDatasets(
  ports: SearchPorts,
  query: SearchQuery,
  { snapshot, hub }: SearchPlaces,
): Promise<DatasetListing> {
  const local = snapshot === null ? [] : await localDatasets(ports.store, snapshot);
  const remote =
    hub === 'ask' ? await ports.datasets.search(hubWords(query), HUB_DATASETS) : { found: [], skipped: [] };
  const open = openerOf(ports);
  const read = await inParallel([...local, ...remote.found], READ_AT_ONCE, async (found) => await study(found, open));
  const studied = read.flatMap((one) => ('studied' in one ? [one.studied] : []));
  const unreadable = read.flatMap((one) => ('skipped' in one ? [one.skipped] : []));
  const skipped = [...(snapshot?.skipped ?? []), ...remote.skipped, ...unreadable];
  if (studied.length === 0) return { version: 1, candidates: [], considered: 0, skipped };
  const index = await openIndex(ports.indexes, ports.embedder, studied);
  const nearness = await compareDatasets(index, ports.embedder, query);
  const ranked = rankDatasets(studied, nearness, query);
  return {
    version: 1,
    candidates: [...ranked.candidates],
    considered: studied.length,
    skipped: [...skipped, ...ranked.skipped],
  };
}

/** Opens files of the store and of the hub alike. */
export const openerOf =
  ({ store, datasets }: Pick<SearchPorts, 'store' | 'datasets'>): OpenFile =>
  async ({ place }, file) => {
    if (file.sha256 !== null) return storedBytes(store, blobRef(store, { sha256: file.sha256, bytes: file.bytes }));
    if (place.from === 'hub') return await datasets.open(place.repo, place.revision, file);
    throw new DataUnreadable(`${file.path} is neither in the store nor on the hub`);
  };

/** A dataset that cannot be read is a line of the listing. */
async function study(
  found: FoundDataset,
  open: OpenFile,
): Promise<{ readonly studied: StudiedDataset } | { readonly skipped: SkippedSource }> {
  try {
    const profile = await profileDataset(found, open);
    if (profile.rows.length === 0) return { skipped: { what: found.id, reason: 'it holds no row' } };
    return { studied: studyDataset(profile) };
  } catch (error) {
    if (!(error instanceof DataUnreadable)) throw error;
    return { skipped: { what: found.id, reason: error.message } };
  }
}
