import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ObjectBody, ObjectStore } from '../../lib/store/object-store.ts';

/** Above it the S3 adapter sends a file in parts. */
const MANY_PARTS_BYTES = 20 * 1024 * 1024;

/** What every ObjectStore must do. `create` gives an empty one. */
export function describeObjectStore(name: string, create: () => Promise<ObjectStore>): void {
  describe(`${name}, as an object store`, () => {
    let store: ObjectStore;
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'object-store-'));
    });
    afterAll(async () => {
      await rm(folder, { recursive: true });
    });
    beforeEach(async () => {
      store = await create();
    });

    async function fileOf(bytes: Uint8Array): Promise<ObjectBody> {
      const file = join(folder, 'body');
      await writeFile(file, bytes);
      return { file };
    }
    async function textAt(key: string): Promise<string | null> {
      const stream = await store.get(key);
      return stream ? await text(stream) : null;
    }

    it('gives back the bytes it was given, none and all values of a byte included', async () => {
      const everyByte = Buffer.from(Array.from({ length: 256 }, (_, value) => value));
      for (const bytes of [Buffer.alloc(0), everyByte]) {
        expect(await store.put('a/b', { bytes }, 'always')).toBe('stored');
        const stream = await store.get('a/b');
        expect(stream && (await buffer(stream))).toEqual(bytes);
      }
    });

    it('gives null for what is not there, a folder of a key included', async () => {
      await store.put('a/b', { bytes: Buffer.from('x') }, 'always');
      expect(await store.get('absent')).toBeNull();
      expect(await store.get('a')).toBeNull();
      expect(await store.get('a/b/c')).toBeNull();
    });

    it('replaces an object when told always', async () => {
      await store.put('key', { bytes: Buffer.from('first') }, 'always');
      expect(await store.put('key', { bytes: Buffer.from('second') }, 'always')).toBe('stored');
      expect(await textAt('key')).toBe('second');
    });

    it('leaves an object as it is when told if-absent, and says so', async () => {
      expect(await store.put('key', { bytes: Buffer.from('first') }, 'if-absent')).toBe('stored');
      expect(await store.put('key', { bytes: Buffer.from('second') }, 'if-absent')).toBe('exists');
      expect(await textAt('key')).toBe('first');
    });

    it('lets exactly one of twenty writers at once be the first', async () => {
      const writers = Array.from({ length: 20 }, (_, writer) => `writer ${writer}`);
      const said = await Promise.all(
        writers.map((writer) => store.put('race', { bytes: Buffer.from(writer) }, 'if-absent')),
      );
      expect(said.filter((answer) => answer === 'stored')).toHaveLength(1);
      expect(await textAt('race')).toBe(writers[said.indexOf('stored')]);
    });

    it('stores a small file and one of many parts', async () => {
      for (const bytes of [Buffer.from('small'), patternOf(MANY_PARTS_BYTES)]) {
        expect(await store.put('file', await fileOf(bytes), 'always')).toBe('stored');
        const stream = await store.get('file');
        expect(stream && bytes.equals(await buffer(stream))).toBe(true);
        expect(await store.list('file')).toEqual([{ key: 'file', bytes: bytes.length }]);
      }
    });

    it('lets exactly one of four writers of a file of many parts be the first', async () => {
      const body = await fileOf(patternOf(MANY_PARTS_BYTES));
      const said = await Promise.all(Array.from({ length: 4 }, () => store.put('race', body, 'if-absent')));
      expect(said.toSorted()).toEqual(['exists', 'exists', 'exists', 'stored']);
      expect(await store.put('race', body, 'if-absent')).toBe('exists');
    });

    it('stores nothing of a file that is not there', async () => {
      await expect(store.put('key', { file: join(folder, 'absent') }, 'always')).rejects.toMatchObject({
        code: 'ENOENT',
      });
      expect(await store.get('key')).toBeNull();
    });

    it('lists what begins with the prefix, in the order of the keys’ UTF-8 bytes, with sizes', async () => {
      // An emoji comes before U+FF5E in UTF-16 and after it in UTF-8; `-` and `.` come before `/`.
      const keys = ['p/b', 'p/a-1', 'p/a/1', 'p/a.x', 'p/B', 'p/～', 'p/😀', 'other', 'p2'];
      for (const key of keys) await store.put(key, { bytes: Buffer.from(key) }, 'always');
      expect(await store.list('p/')).toEqual(
        ['p/B', 'p/a-1', 'p/a.x', 'p/a/1', 'p/b', 'p/～', 'p/😀'].map((key) => ({
          key,
          bytes: Buffer.byteLength(key),
        })),
      );
      expect((await store.list('p/a')).map(({ key }) => key)).toEqual(['p/a-1', 'p/a.x', 'p/a/1']);
      expect(await store.list('absent')).toEqual([]);
    });

    it('lists more keys than a server answers at once', async () => {
      const keys = Array.from({ length: 1100 }, (_, at) => `many/${String(at).padStart(4, '0')}`);
      await Promise.all(keys.map((key) => store.put(key, { bytes: Buffer.from('x') }, 'always')));
      expect((await store.list('many/')).map(({ key }) => key)).toEqual(keys);
    });

    it.each(['a b/c d', 'ünï/日本語/😀', 'a+b=c&d?e#f', '100%/%41', 'quote\'and"', 'tilde~(x)!*', 'a:b@c,d;e$'])(
      'takes the key %s as it is',
      async (key) => {
        await store.put(key, { bytes: Buffer.from(key) }, 'if-absent');
        expect(await textAt(key)).toBe(key);
        expect(await store.list(key)).toEqual([{ key, bytes: Buffer.byteLength(key) }]);
        await store.remove(key);
        expect(await store.list('')).toEqual([]);
      },
    );

    it('removes an object, and does not mind one that is not there', async () => {
      await store.put('a/b', { bytes: Buffer.from('x') }, 'always');
      await store.put('a/c', { bytes: Buffer.from('x') }, 'always');
      await store.remove('a/b');
      await store.remove('a/b');
      expect((await store.list('')).map(({ key }) => key)).toEqual(['a/c']);
    });

    it('names an object for people', () => {
      expect(store.uri('a/b')).toMatch(/^s3:\/\/[a-z0-9-]+\/a\/b$/);
    });
  });
}

/** Bytes whose every part differs from the others, so that parts in the wrong order show. */
function patternOf(length: number): Buffer {
  const bytes = Buffer.alloc(length, 'some bytes ');
  for (let at = 0; at < length; at += 4096) bytes.writeUInt32LE(at, at);
  return bytes;
}
