import type { CheckpointManifest as Manifest } from '../../contracts/manifest.ts';
import { CheckpointManifest } from '../../contracts/manifest.ts';
import { fetchFolder, putFolder } from './folders.ts';
import { putManifest, readManifest } from './manifests.ts';
import type { ObjectStore } from './object-store.ts';

/** Stores a checkpoint's files, then the manifest that makes them one. The same step again replaces the manifest. */
export async function saveCheckpoint(
  store: ObjectStore,
  trainingHash: string,
  step: number,
  folder: string,
): Promise<Manifest> {
  const manifest: Manifest = { version: 1, step, files: await putFolder(store, folder) };
  await putManifest(store, `checkpoints/${trainingHash}/${step}.json`, manifest, 'always');
  return manifest;
}

/** The newest checkpoint (highest step) whose manifest can be read and whose files are all there; null where none is. */
export async function latestCheckpoint(store: ObjectStore, trainingHash: string): Promise<Manifest | null> {
  for (const { key } of await newestFirst(store, trainingHash)) {
    const found = await readManifest(store, key, CheckpointManifest);
    if (found.state === 'whole') return found.manifest;
  }
  return null;
}

/** @throws StageFailure `store-corrupt` where a file's bytes are not those that the manifest names */
export const fetchCheckpoint = async (store: ObjectStore, manifest: Manifest, folder: string): Promise<void> =>
  await fetchFolder(store, manifest.files, folder);

/** Removes all manifests but the newest `keep`. Blobs stay: equal bytes may belong to other manifests too. */
export async function removeCheckpoints(store: ObjectStore, trainingHash: string, keep: number): Promise<void> {
  for (const { key } of (await newestFirst(store, trainingHash)).slice(keep)) await store.remove(key);
}

async function newestFirst(store: ObjectStore, trainingHash: string): Promise<{ step: number; key: string }[]> {
  const prefix = `checkpoints/${trainingHash}/`;
  return (await store.list(prefix))
    .map(({ key }) => ({ step: Number(/^(\d+)\.json$/.exec(key.slice(prefix.length))?.[1] ?? Number.NaN), key }))
    .filter(({ step }) => !Number.isNaN(step))
    .toSorted((a, b) => b.step - a.step);
}
