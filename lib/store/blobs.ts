import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { z } from 'zod';
import type { ArtifactRef } from '../../contracts/artifact.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { canonicalJson, sha256Of } from './canonical-json.ts';
import type { ObjectBody, ObjectStore } from './object-store.ts';

/** From here on it is asked first whether a blob is there; below, sending it costs no more than asking (one request). */
const ASK_FIRST_BYTES = 1024 * 1024;

export const blobKey = (sha256: string): string => `blobs/${sha256.slice(0, 2)}/${sha256}`;

/** Stores bytes under their own hash; a string as its UTF-8 bytes. One request, two from 1 MiB on where they are new. */
export async function putBytes(store: ObjectStore, data: Uint8Array | string): Promise<ArtifactRef> {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  return await putBlob(store, { sha256: sha256Of(bytes), bytes: bytes.length }, { bytes });
}

/** Stores a file under its own hash. Reads it twice where it is new, and never holds it whole. */
export async function putFile(store: ObjectStore, path: string): Promise<ArtifactRef> {
  return await putBlob(store, await measure(createReadStream(path)), { file: path });
}

/**
 * The bytes a reference names.
 * @throws StageFailure `store-corrupt` where they are absent or others than the reference says
 */
export async function readBytes(store: ObjectStore, ref: ArtifactRef): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of verified(store, ref, await open(store, ref))) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/**
 * Brings a blob into a file, whole or not at all; the file's folder is made, a file already there is replaced.
 * @throws StageFailure `store-corrupt` as `readBytes`
 */
export async function fetchFile(store: ObjectStore, ref: ArtifactRef, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  // Beside the target, since a rename across file systems is a copy; in a folder of its own, since others may fetch the same file.
  const unfinished = await mkdtemp(join(dirname(path), '.fetching-'));
  try {
    const file = join(unfinished, 'file');
    await pipeline(verified(store, ref, await open(store, ref)), createWriteStream(file));
    await rename(file, path);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** Stores a value as canonical JSON, so that equal values are one blob. */
export const putJson = async (store: ObjectStore, value: unknown): Promise<ArtifactRef> =>
  await putBytes(store, canonicalJson(value));

/** @throws StageFailure `store-corrupt` as `readBytes`, and where the bytes are not JSON of that schema */
export async function readJson<Value>(store: ObjectStore, ref: ArtifactRef, schema: z.ZodType<Value>): Promise<Value> {
  return parse((await readBytes(store, ref)).toString(), schema, store.uri(blobKey(ref.sha256)));
}

/** Stores rows as JSON lines, each canonical and ended by a line feed. */
export async function putRows(store: ObjectStore, rows: Iterable<unknown>): Promise<ArtifactRef> {
  return await putBytes(store, Array.from(rows, (row) => `${canonicalJson(row)}\n`).join(''));
}

/** @throws StageFailure `store-corrupt` as `readBytes`, and where a line is not JSON of that schema; it names the line */
export async function readRows<Row>(store: ObjectStore, ref: ArtifactRef, schema: z.ZodType<Row>): Promise<Row[]> {
  const lines = (await readBytes(store, ref)).toString().split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, at) => parse(line, schema, `line ${at + 1} of ${store.uri(blobKey(ref.sha256))}`));
}

interface Content {
  readonly sha256: string;
  readonly bytes: number;
}

async function putBlob(store: ObjectStore, content: Content, body: ObjectBody): Promise<ArtifactRef> {
  const key = blobKey(content.sha256);
  const there = content.bytes >= ASK_FIRST_BYTES && (await store.list(key)).length > 0;
  if (!there) await store.put(key, body, 'if-absent');
  return { uri: store.uri(key), ...content };
}

async function open(store: ObjectStore, ref: ArtifactRef): Promise<Readable> {
  const stream = await store.get(blobKey(ref.sha256));
  return stream ?? refuse(store, ref, null);
}

async function measure(stream: AsyncIterable<Uint8Array>): Promise<Content> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Passes the bytes on and throws at their end where they are not those that the reference names. */
async function* verified(
  store: ObjectStore,
  ref: ArtifactRef,
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of stream) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  const sha256 = hash.digest('hex');
  if (sha256 !== ref.sha256 || bytes !== ref.bytes) refuse(store, ref, { sha256, bytes });
}

function refuse(store: ObjectStore, ref: ArtifactRef, found: Content | null): never {
  const key = blobKey(ref.sha256);
  const seen = found ? `SHA-256 ${found.sha256} (${found.bytes} bytes)` : 'nothing';
  throw new StageFailure(
    'store-corrupt',
    `reading ${store.uri(key)}: expected SHA-256 ${ref.sha256} (${ref.bytes} bytes), found ${seen}; ` +
      'remove that object if it is there and build again: the stage that made it then runs again',
    { details: { key, expected: ref.sha256, found: found?.sha256 ?? null } },
  );
}

function parse<Value>(text: string, schema: z.ZodType<Value>, place: string): Value {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new StageFailure('store-corrupt', `${place} does not hold what is expected there: ${why}`, { cause });
  }
}
