import type { ArtifactRef } from '../../contracts/artifact.ts';
import { blobKey } from '../store/blobs.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { compared, type Difference } from './difference.ts';
import { hashStream } from './hash-stream.ts';
import { contradicted, gone } from './read-object.ts';

/** Blobs on their way at once. */
const AT_ONCE = 4;

/** Reads every blob to its end: its bytes must hash to its name and be as many as the references say. */
export async function checkBlobs(
  store: ObjectStore,
  references: readonly ArtifactRef[],
  onBytes: (bytes: number) => void,
): Promise<readonly Difference[]> {
  const found = await inParallel(references, AT_ONCE, (reference) => checkBlob(store, reference, onBytes));
  return found.flat();
}

async function checkBlob(
  store: ObjectStore,
  { sha256, bytes }: ArtifactRef,
  onBytes: (bytes: number) => void,
): Promise<readonly Difference[]> {
  const key = blobKey(sha256);
  try {
    const stream = await store.get(key);
    if (stream === null) return [gone(key)];
    const read = await hashStream(stream, onBytes);
    return [
      ...compared(key, 'SHA-256, by its name', sha256, read.sha256),
      ...compared(key, 'bytes, by its reference', String(bytes), String(read.bytes)),
    ];
  } catch (error) {
    return [contradicted(key, error)];
  }
}
