import type { ArtifactRef } from '../../contracts/artifact.ts';
import { readBytes } from '../store/blobs.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** Bytes of a data file, wherever it lies, read in parts. */
export interface DataBytes {
  readonly bytes: number;
  /** From `from` up to `to`, which is left out. */
  readonly part: (from: number, to: number) => Promise<ArrayBuffer>;
}

/** Read ahead so much at once: few requests, little memory. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** A blob of the store. It is read whole, and checked, at the first part that is asked for. */
export function storedBytes(store: ObjectStore, ref: ArtifactRef): DataBytes {
  let whole: Promise<Buffer> | undefined;
  return {
    bytes: ref.bytes,
    part: async (from, to) => {
      whole ??= readBytes(store, ref);
      return new Uint8Array(await whole).slice(from, to).buffer;
    },
  };
}

/** All of it as text. */
export const textOf = async (data: DataBytes): Promise<string> =>
  new TextDecoder().decode(await data.part(0, data.bytes));

/** Its lines, without line ends; U+FEFF at the beginning is left out. */
export async function* linesOf(data: DataBytes): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for (let from = 0; from < data.bytes; from += CHUNK_BYTES) {
    const part = await data.part(from, Math.min(from + CHUNK_BYTES, data.bytes));
    const pieces = `${rest}${decoder.decode(part, { stream: true })}`.split('\n');
    rest = pieces.pop() ?? '';
    yield* pieces;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
