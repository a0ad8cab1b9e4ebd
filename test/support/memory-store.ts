import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { ObjectBody, ObjectStore } from '../../lib/store/object-store.ts';

export interface Asked {
  readonly operation: 'put' | 'get' | 'list' | 'remove';
  /** The prefix, for `list`. */
  readonly key: string;
}

export interface MemoryStore extends ObjectStore {
  /** What is stored; tests may look at it, and damage it. */
  readonly objects: Map<string, Buffer>;
  /** What was asked, in order. */
  readonly asked: Asked[];
}

/** Objects in this process's memory. `failing` may name an error for an operation, which is then thrown instead. */
export function createMemoryStore(failing: (asked: Asked) => Error | undefined = () => undefined): MemoryStore {
  const objects = new Map<string, Buffer>();
  const asked: Asked[] = [];
  const ask = (operation: Asked['operation'], key: string): void => {
    asked.push({ operation, key });
    const error = failing({ operation, key });
    if (error) throw error;
  };
  return {
    objects,
    asked,
    put: async (key, body, when) => {
      ask('put', key);
      const bytes = await copyOf(body);
      if (when === 'if-absent' && objects.has(key)) return 'exists';
      objects.set(key, bytes);
      return 'stored';
    },
    get: async (key) => {
      ask('get', key);
      const bytes = objects.get(key);
      return bytes ? Readable.from(inChunks(bytes), { objectMode: false }) : null;
    },
    list: async (prefix) => {
      ask('list', prefix);
      return [...objects]
        .filter(([key]) => key.startsWith(prefix))
        .map(([key, bytes]) => ({ key, bytes: bytes.length }))
        .toSorted((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
    },
    remove: async (key) => {
      ask('remove', key);
      objects.delete(key);
    },
    uri: (key) => `s3://memory/${key}`,
  };
}

const copyOf = async (body: ObjectBody): Promise<Buffer> =>
  'file' in body ? await readFile(body.file) : Buffer.from(body.bytes);

/** As a network delivers it: in pieces. 64 KiB is what Node's own streams use for files. */
function* inChunks(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; from < bytes.length; from += 65_536) yield bytes.subarray(from, from + 65_536);
}
