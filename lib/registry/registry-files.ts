import { buffer } from 'node:stream/consumers';
import { z } from 'zod';
import { StageFailure } from '../../contracts/failure.ts';
import { CurrentModel, ModelVersion } from '../../contracts/registry.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { isSealed, sealed } from '../store/seal.ts';
import { currentKey, MODELS, partsOfVersionKey, versionKey } from './registry-keys.ts';

/** A version as it is stored; with a seal, since nothing else names it by its bytes. */
export const bytesOfVersion = (version: ModelVersion): Buffer => Buffer.from(sealed(version));

/** A pointer as it is stored. */
export const bytesOfCurrent = (model: CurrentModel): Buffer => Buffer.from(sealed(model));

/**
 * A version of a model; null where there is none.
 * @throws StageFailure `store-corrupt`, and what reading throws
 */
export async function readVersion(store: ObjectStore, name: string, number: number): Promise<ModelVersion | null> {
  const key = versionKey(name, number);
  const bytes = await bytesAt(store, key);
  return bytes === null ? null : parse(bytes, ModelVersion, store.uri(key));
}

/**
 * A version that a pointer or its history names.
 * @throws StageFailure `store-corrupt` where it is gone, and as `readVersion`
 */
export async function knownVersion(store: ObjectStore, name: string, number: number): Promise<ModelVersion> {
  const version = await readVersion(store, name, number);
  if (version !== null) return version;
  throw new StageFailure(
    'store-corrupt',
    `reading ${store.uri(versionKey(name, number))}: it was released, and is gone; bring it back from a copy of the bucket`,
  );
}

/** The pointer of a model; null where none of that name was ever released. @throws as `readVersion` */
export async function readCurrent(store: ObjectStore, name: string): Promise<CurrentModel | null> {
  const key = currentKey(name);
  const bytes = await bytesAt(store, key);
  return bytes === null ? null : parseCurrent(bytes, store.uri(key));
}

/** @throws StageFailure `store-corrupt` */
export const parseCurrent = (bytes: Buffer, place: string): CurrentModel => parse(bytes, CurrentModel, place);

/** Numbers of a model's versions, released or not, from the lowest. */
export async function versionNumbers(store: ObjectStore, name: string): Promise<readonly number[]> {
  const objects = await store.list(`${MODELS}${name}/`);
  return objects.flatMap(({ key }) => partsOfVersionKey(key)?.number ?? []).toSorted((one, other) => one - other);
}

async function bytesAt(store: ObjectStore, key: string): Promise<Buffer | null> {
  const stream = await store.get(key);
  return stream === null ? null : await buffer(stream);
}

function parse<Value>(bytes: Buffer, schema: z.ZodType<Value>, place: string): Value {
  const text = bytes.toString();
  if (!isSealed(text)) throw corrupt(place);
  const { seal: _seal, ...record } = z.looseObject({ seal: z.string() }).parse(JSON.parse(text));
  const read = schema.safeParse(record);
  if (!read.success) throw corrupt(place, read.error);
  return read.data;
}

const corrupt = (place: string, cause?: unknown): StageFailure =>
  new StageFailure(
    'store-corrupt',
    `reading ${place}: it is not what was written there, by its own hash; bring it back from a copy of the bucket`,
    { cause },
  );
