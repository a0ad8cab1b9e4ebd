import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { z } from 'zod';
import { StageFailure } from '../../contracts/failure.ts';
import { blobKey } from './blobs.ts';
import { canonicalJson, sha256Of } from './canonical-json.ts';
import { inParallel } from './in-parallel.ts';
import type { ObjectStore } from './object-store.ts';
import { referencesIn } from './references.ts';

/** One small request for each blob; more at once than for files, since no bytes travel. */
const QUESTIONS_AT_ONCE = 16;

/** `damaged`: it is there, but cannot be read as what it should be, or names blobs that are gone. */
export type FoundManifest<Manifest> =
  | { readonly state: 'absent' }
  | { readonly state: 'damaged' }
  | { readonly state: 'whole'; readonly manifest: Manifest; readonly sha256: string };

/**
 * Reads a manifest and asks for every blob it names whether it is there in its size: a request for the manifest and one
 * for each blob. The blobs' bytes are verified when they are read, not here.
 */
export async function readManifest<Manifest>(
  store: ObjectStore,
  key: string,
  schema: z.ZodType<Manifest>,
): Promise<FoundManifest<Manifest>> {
  const stream = await store.get(key);
  if (stream === null) return { state: 'absent' };
  const found = await textOf(stream);
  const manifest = schema.safeParse(jsonOf(found));
  if (found === null || !manifest.success || !(await allStored(store, manifest.data))) return { state: 'damaged' };
  return { state: 'whole', manifest: manifest.data, sha256: sha256Of(found) };
}

/** Stores a manifest as canonical JSON; what it names must be stored before. */
export const putManifest = async (
  store: ObjectStore,
  key: string,
  manifest: unknown,
  when: 'always' | 'if-absent',
): Promise<'stored' | 'exists'> => await store.put(key, { bytes: Buffer.from(canonicalJson(manifest)) }, when);

/** The bytes; null where the server's checksum contradicts them. */
async function textOf(stream: Readable): Promise<Buffer | null> {
  try {
    return await buffer(stream);
  } catch (error) {
    if (error instanceof StageFailure && error.kind === 'store-corrupt') return null;
    throw error;
  }
}

/** What the bytes say; undefined, which is no JSON value, where they are no JSON. */
function jsonOf(bytes: Buffer | null): unknown {
  try {
    return bytes === null ? undefined : JSON.parse(bytes.toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function allStored(store: ObjectStore, manifest: unknown): Promise<boolean> {
  const there = await inParallel(referencesIn(manifest), QUESTIONS_AT_ONCE, async ({ sha256, bytes }) => {
    const [blob] = await store.list(blobKey(sha256));
    return blob?.bytes === bytes;
  });
  return there.every(Boolean);
}
