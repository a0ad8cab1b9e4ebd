import { createHash } from 'node:crypto';
import type { PointerStore } from '../../lib/store/pointer-store.ts';

/** Pointers among the objects of a memory store; tags are of the content, as S3 has them. */
export const createMemoryPointers = (objects: Map<string, Buffer>): PointerStore => ({
  read: async (key) => {
    const bytes = objects.get(key);
    return bytes === undefined ? null : { bytes: Buffer.from(bytes), tag: tagOf(bytes) };
  },
  move: async (key, bytes, tag) => {
    const there = objects.get(key);
    if (there?.equals(bytes) === true) return 'moved';
    if ((there === undefined ? null : tagOf(there)) !== tag) return 'overtaken';
    objects.set(key, Buffer.from(bytes));
    return 'moved';
  },
});

const tagOf = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
