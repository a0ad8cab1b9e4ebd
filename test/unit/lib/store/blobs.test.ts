import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  fetchFile,
  putBytes,
  putFile,
  putJson,
  putRows,
  readBytes,
  readJson,
  readRows,
} from '../../../../lib/store/blobs.ts';
import { StageFailure } from '../../../../contracts/failure.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const ABC_KEY = `blobs/ba/${ABC}`;
const ABC_REF = { uri: `s3://memory/${ABC_KEY}`, sha256: ABC, bytes: 3 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blobs-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

describe('putBytes', () => {
  it('stores bytes under their hash and names them by it', async () => {
    const store = createMemoryStore();
    expect(await putBytes(store, 'abc')).toEqual(ABC_REF);
    expect([...store.objects]).toEqual([[ABC_KEY, Buffer.from('abc')]]);
  });

  it('leaves bytes that are already there as they are', async () => {
    const store = createMemoryStore();
    store.objects.set(ABC_KEY, Buffer.from('kept'));
    expect(await putBytes(store, Buffer.from('abc'))).toEqual(ABC_REF);
    expect(store.objects.get(ABC_KEY)?.toString()).toBe('kept');
  });

  it('sends small bytes at once and asks first from 1 MiB on', async () => {
    const store = createMemoryStore();
    const operations = async (bytes: number): Promise<string[]> => {
      store.asked.length = 0;
      await putBytes(store, Buffer.alloc(bytes));
      return store.asked.map(({ operation }) => operation);
    };
    expect(await operations(1_048_575)).toEqual(['put']);
    expect(await operations(1_048_576)).toEqual(['list', 'put']);
    expect(await operations(1_048_576)).toEqual(['list']);
  });
});

describe('putFile', () => {
  it('stores a file of many chunks under the hash of its bytes', async () => {
    const store = createMemoryStore();
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, at) => at % 251));
    await writeFile(join(folder, 'weights'), bytes);
    expect(await putFile(store, join(folder, 'weights'))).toEqual(await putBytes(store, bytes));
    expect(store.objects.size).toBe(1);
  });
});

describe('readBytes', () => {
  it('gives back what was stored, in pieces or empty', async () => {
    const store = createMemoryStore();
    for (const text of ['', 'x'.repeat(200_000)]) {
      expect((await readBytes(store, await putBytes(store, text))).toString()).toBe(text);
    }
  });

  it('goes by the hash, whatever the uri says', async () => {
    const store = createMemoryStore();
    await putBytes(store, 'abc');
    expect((await readBytes(store, { ...ABC_REF, uri: 's3://elsewhere/x' })).toString()).toBe('abc');
  });

  it.each([
    [
      'other bytes of the same length',
      Buffer.from('abd'),
      'a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9',
    ],
    ['fewer bytes', Buffer.from('ab'), 'fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603'],
    ['no object at all', undefined, null],
  ])('refuses %s and names the key and both hashes', async (_, there, found) => {
    const store = createMemoryStore();
    if (there) store.objects.set(ABC_KEY, there);
    const failure = await failureOf(readBytes(store, ABC_REF));
    expect(failure.kind).toBe('store-corrupt');
    expect(failure.details).toEqual({ key: ABC_KEY, expected: ABC, found });
  });

  it('refuses bytes of the right hash where the reference names another size', async () => {
    const store = createMemoryStore();
    await putBytes(store, 'abc');
    expect((await failureOf(readBytes(store, { ...ABC_REF, bytes: 4 }))).kind).toBe('store-corrupt');
  });

  it('lets a failure of the store through as it is', async () => {
    const lost = new StageFailure('store-unreachable', 'gone');
    const store = createMemoryStore(({ operation }) => (operation === 'get' ? lost : undefined));
    await expect(readBytes(store, ABC_REF)).rejects.toBe(lost);
  });
});

describe('fetchFile', () => {
  it('writes the file, its folders too, over an older one', async () => {
    const store = createMemoryStore();
    const ref = await putBytes(store, 'abc');
    const path = join(folder, 'a', 'b', 'file');
    await fetchFile(store, ref, path);
    await writeFile(path, 'older and longer');
    await fetchFile(store, ref, path);
    expect(await readFile(path, 'utf8')).toBe('abc');
    expect(await readdir(join(folder, 'a', 'b'))).toEqual(['file']);
  });

  it('leaves the older file and nothing else where the bytes are not those named', async () => {
    const store = createMemoryStore();
    store.objects.set(ABC_KEY, Buffer.from('abd'));
    await writeFile(join(folder, 'file'), 'older');
    expect((await failureOf(fetchFile(store, ABC_REF, join(folder, 'file')))).kind).toBe('store-corrupt');
    expect(await readdir(folder)).toEqual(['file']);
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('older');
  });

  it('leaves nothing where the stream breaks off', async () => {
    const lost = new StageFailure('store-unreachable', 'broke off');
    const store = { ...createMemoryStore(), get: async () => Readable.from(breakingOff(lost)) };
    await expect(fetchFile(store, ABC_REF, join(folder, 'file'))).rejects.toBe(lost);
    expect(await readdir(folder)).toEqual([]);
  });

  it('takes many fetches of one file at once', async () => {
    const store = createMemoryStore();
    const ref = await putBytes(store, 'abc');
    await Promise.all(Array.from({ length: 10 }, () => fetchFile(store, ref, join(folder, 'file'))));
    expect(await readdir(folder)).toEqual(['file']);
  });
});

describe('putJson and readJson', () => {
  const Point = z.strictObject({ x: z.number(), y: z.number() });

  it('make one blob of equal values', async () => {
    const store = createMemoryStore();
    const ref = await putJson(store, { y: 2, x: 1 });
    expect(await putJson(store, { x: 1, y: 2 })).toEqual(ref);
    expect(store.objects.get(`blobs/${ref.sha256.slice(0, 2)}/${ref.sha256}`)?.toString()).toBe('{"x":1,"y":2}');
    expect(await readJson(store, ref, Point)).toEqual({ x: 1, y: 2 });
  });

  it.each(['{"x":1}', '{"x":1,"y":2', ''])('refuse %j, which is no such value', async (text) => {
    const store = createMemoryStore();
    expect((await failureOf(readJson(store, await putBytes(store, text), Point))).kind).toBe('store-corrupt');
  });
});

describe('putRows and readRows', () => {
  it('write one line a row, each ended by a line feed, and read them back in order', async () => {
    const store = createMemoryStore();
    const rows = ['line\nfeed', 'separator\u2028', ''];
    const ref = await putRows(store, rows);
    expect([...store.objects.values()].join('')).toBe('"line\\nfeed"\n"separator\u2028"\n""\n');
    expect(await readRows(store, ref, z.string())).toEqual(rows);
  });

  it('make an empty blob of no rows', async () => {
    const store = createMemoryStore();
    const ref = await putRows(store, []);
    expect(ref.bytes).toBe(0);
    expect(await readRows(store, ref, z.string())).toEqual([]);
  });

  it.each(['1\n2\n"three"\n4\n', '1\n2\n\n4\n', '1\n2\n{'])('name the line that is no row: %j', async (text) => {
    const store = createMemoryStore();
    const failure = await failureOf(readRows(store, await putBytes(store, text), z.number()));
    expect(failure.kind).toBe('store-corrupt');
    expect(failure.message).toContain('line 3 of s3://memory/blobs/');
  });
});

async function failureOf(work: Promise<unknown>): Promise<StageFailure> {
  const error: unknown = await work.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof StageFailure) return error;
  throw error;
}

async function* breakingOff(error: Error): AsyncGenerator<Buffer> {
  yield Buffer.from('ab');
  throw error;
}
