import { buffer } from 'node:stream/consumers';
import { StageFailure } from '../../contracts/failure.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { Difference } from './difference.ts';

/** A small object's bytes, or the difference that it is not there or contradicts the server's checksum. */
export async function readObject(
  store: ObjectStore,
  key: string,
): Promise<{ readonly bytes: Buffer } | { readonly difference: Difference }> {
  try {
    const stream = await store.get(key);
    return stream === null ? { difference: gone(key) } : { bytes: await buffer(stream) };
  } catch (error) {
    return { difference: contradicted(key, error) };
  }
}

export const gone = (place: string): Difference => ({ place, what: 'object', expected: 'there', found: 'nothing' });

/** The server's own checksum contradicts the bytes. @throws every other error as it is */
export function contradicted(place: string, error: unknown): Difference {
  if (!(error instanceof StageFailure) || error.kind !== 'store-corrupt') throw error;
  return { place, what: 'checksum of the server', expected: 'that of the bytes', found: error.message };
}

/** JSON of bytes; undefined, which is no JSON value, where they are none. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
