import { rm } from 'node:fs/promises';
import type { CheckpointManifest as Manifest } from '../../contracts/manifest.ts';
import type { FolderFile } from '../../contracts/artifact.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { CheckpointManifest } from '../../contracts/manifest.ts';
import { blobKey } from './blobs.ts';
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

/**
 * Brings the newest checkpoint (highest step) that is whole into a folder, and gives its manifest; null where none is. One
 * whose manifest cannot be read, or with a file that is gone or damaged, is passed over: an older one costs some steps.
 * @throws StageFailure `store-unreachable`, `store-refused`
 */
export async function fetchLatestCheckpoint(
  store: ObjectStore,
  trainingHash: string,
  folder: string,
): Promise<Manifest | null> {
  for (const { key } of await newestFirst(store, trainingHash)) {
    const found = await readManifest(store, key, CheckpointManifest);
    if (found.state === 'whole' && (await fetchWhole(store, found.manifest, folder))) return found.manifest;
  }
  return null;
}

async function fetchWhole(store: ObjectStore, manifest: Manifest, folder: string): Promise<boolean> {
  try {
    await fetchFolder(store, manifest.files, folder);
    return true;
  } catch (error) {
    if (!(error instanceof StageFailure) || error.kind !== 'store-corrupt') throw error;
    await rm(folder, { recursive: true, force: true });
    return false;
  }
}

/**
 * Removes all but the newest `keep`: their manifests, and the states of optimizer and chance, two thirds of their bytes,
 * which no other training can share. Their weights stay: a build that was cut at that step may name the same bytes.
 */
export async function removeCheckpoints(store: ObjectStore, trainingHash: string, keep: number): Promise<void> {
  const found = await newestFirst(store, trainingHash);
  const kept = new Set((await statesOf(store, found.slice(0, keep))).map(({ sha256 }) => sha256));
  for (const checkpoint of found.slice(keep)) {
    const states = await statesOf(store, [checkpoint]);
    await store.remove(checkpoint.key);
    for (const { sha256 } of states) if (!kept.has(sha256)) await store.remove(blobKey(sha256));
  }
}

/** As the trainer calls it. It holds a fingerprint of the plan, so that equal bytes mean the same training. */
const STATE_FILE = 'training-state.pt';

async function statesOf(store: ObjectStore, checkpoints: readonly { readonly key: string }[]): Promise<FolderFile[]> {
  const found = await Promise.all(checkpoints.map(({ key }) => readManifest(store, key, CheckpointManifest)));
  const files = found.flatMap((one) => (one.state === 'whole' ? one.manifest.files : []));
  return files.filter(({ path }) => path === STATE_FILE);
}

async function newestFirst(store: ObjectStore, trainingHash: string): Promise<{ step: number; key: string }[]> {
  const prefix = `checkpoints/${trainingHash}/`;
  return (await store.list(prefix))
    .map(({ key }) => ({ step: Number(/^(\d+)\.json$/.exec(key.slice(prefix.length))?.[1] ?? Number.NaN), key }))
    .filter(({ step }) => !Number.isNaN(step))
    .toSorted((a, b) => b.step - a.step);
}
