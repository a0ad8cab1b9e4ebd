import type { SourceSnapshot } from '../../contracts/candidate.ts';
import type { ArtifactRef } from '../../contracts/artifact.ts';
import { blobKey, readBytes } from '../store/blobs.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { NO_CARD, readDatasetCard, type DatasetCard } from './dataset-card.ts';
import type { FoundDataset } from './found-dataset.ts';
import { groupByCard, groupByName, type FileGroup } from './group-files.ts';

type Source = SourceSnapshot['sources'][number];

/**
 * The datasets of a snapshot. A folder with a card (`README.md`) is one, or one for each of its card's configurations;
 * elsewhere each file is one, together with those whose names differ only by split.
 */
export async function localDatasets(store: ObjectStore, snapshot: SourceSnapshot): Promise<readonly FoundDataset[]> {
  const found = await Promise.all(snapshot.sources.map((source) => datasetsOf(store, source)));
  return found.flat();
}

/** Reference to a blob of the store by its content alone. */
export const blobRef = (
  store: ObjectStore,
  file: { readonly sha256: string; readonly bytes: number },
): ArtifactRef => ({
  uri: store.uri(blobKey(file.sha256)),
  sha256: file.sha256,
  bytes: file.bytes,
});

async function datasetsOf(store: ObjectStore, source: Source): Promise<readonly FoundDataset[]> {
  const cards = source.files.filter(({ path }) => CARD.test(path));
  const folders = cards.map(({ path }) => path.replace(CARD, '')).toSorted((one, other) => other.length - one.length);
  const carded = await Promise.all(
    cards.map(async (file) => {
      const folder = file.path.replace(CARD, '');
      const card = readDatasetCard((await readBytes(store, blobRef(store, file))).toString());
      const own = source.files.filter(({ path }) => folderOf(path, folders) === folder);
      const inside = own.map((one) => ({ ...one, path: one.path.slice(folder.length) }));
      return groupByCard(inside, card.configs).map((group) =>
        dataset(source, `${folder}${group.name}`, { ...group, files: restored(group, folder) }, card),
      );
    }),
  );
  const loose = source.files.filter(({ path }) => folderOf(path, folders) === null && !CARD.test(path));
  const plain = groupByName(loose).map((group) => dataset(source, group.name, group, NO_CARD));
  return [...carded.flat(), ...plain];
}

const CARD = /(?<=^|\/)README\.md$/i;

/** The nearest folder with a card that a file lies in; `folders` from long to short. */
const folderOf = (path: string, folders: readonly string[]): string | null =>
  folders.find((folder) => path.startsWith(folder)) ?? null;

const restored = (group: FileGroup, folder: string) =>
  group.files.map((file) => ({ ...file, path: `${folder}${file.path}` }));

function dataset(source: Source, name: string, group: FileGroup, card: DatasetCard): FoundDataset {
  const inside = name.replace(/\/$/, '');
  const path = source.kind === 'file' || inside === '' ? source.name : `${source.name.replace(/\/$/, '')}/${inside}`;
  const [first] = group.files;
  const title = card.title ?? (path.split('/').at(-1) || first?.path || path);
  return {
    id: `local:${path}`,
    title: title.replace(/\.(?:jsonl|ndjson|json|csv|parquet)$/i, ''),
    place: { from: 'local', path },
    card,
    files: group.files,
    downloads: null,
  };
}
