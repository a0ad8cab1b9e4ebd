import { text } from 'node:stream/consumers';
import type { ArtifactRef } from '../../contracts/artifact.ts';
import { StoredTask, StoredTaskPointer } from '../../contracts/batch.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { putJson, readBytes } from '../store/blobs.ts';
import { putManifest } from '../store/manifests.ts';
import type { ObjectStore } from '../store/object-store.ts';

const keyOf = (name: string): string => `tasks/${name}.json`;

/** Version of a stored task: the SHA-256 of its content. */
export interface StoredVersion {
  readonly version: string;
  /** Null where the task was not stored before; the same version where nothing has changed. */
  readonly before: string | null;
}

/** Keeps a task under its name: later readers get this version. Versions before stay as blobs. */
export async function storeTask(store: ObjectStore, task: StoredTask): Promise<StoredVersion> {
  const before = await pointerOf(store, task.name);
  const current = await putJson(store, task);
  if (before?.sha256 !== current.sha256)
    await putManifest(store, keyOf(task.name), { version: 1, name: task.name, current }, 'always');
  return { version: current.sha256, before: before?.sha256 ?? null };
}

/**
 * The version in force of a stored task.
 * @throws StageFailure `task-invalid` where none is stored, or one in a form that this version does not know;
 *   `store-corrupt` where its bytes are gone
 */
export async function readStoredTask(store: ObjectStore, name: string): Promise<StoredTask> {
  const current = await pointerOf(store, name);
  if (current === null) throw unusable(name, `no task is stored at ${store.uri(keyOf(name))}`);
  const stored = StoredTask.safeParse(JSON.parse((await readBytes(store, current)).toString()));
  if (stored.success) return stored.data;
  throw unusable(name, `version ${current.sha256.slice(0, 12)} has a form that is not known here`, stored.error);
}

async function pointerOf(store: ObjectStore, name: string): Promise<ArtifactRef | null> {
  const stream = await store.get(keyOf(name));
  if (stream === null) return null;
  try {
    return StoredTaskPointer.parse(JSON.parse(await text(stream))).current;
  } catch (cause) {
    if (cause instanceof StageFailure) throw cause;
    throw unusable(name, `${store.uri(keyOf(name))} is no stored task of this version`, cause);
  }
}

const unusable = (name: string, why: string, cause?: unknown): StageFailure =>
  new StageFailure('task-invalid', `reading the stored task ${name}: ${why}; store it again with p2m schedule create`, {
    cause,
  });
