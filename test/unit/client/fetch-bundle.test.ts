import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchBundle } from '../../../client/fetch-bundle.ts';
import type { FolderFile } from '../../../contracts/artifact.ts';
import { putBytes } from '../../../lib/store/blobs.ts';
import { createMemoryStore } from '../../support/memory-store.ts';

const store = createMemoryStore();
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fetch-bundle-'));
});
afterEach(() => rm(folder, { recursive: true }));

const bundle = async (text: string): Promise<FolderFile[]> =>
  Promise.all(
    ['SHA256SUMS', 'onnx/model.onnx'].map(async (path) => ({ path, ...(await putBytes(store, `${path} ${text}`)) })),
  );
const kindOf = (fetching: Promise<void>) =>
  fetching.then(
    () => 'fetched',
    (error: unknown) => Reflect.get(Object(error), 'kind'),
  );

describe('fetchBundle', () => {
  it('brings every file into a folder that it makes', async () => {
    const out = join(folder, 'out', 'mine');
    await fetchBundle(store, await bundle('one'), out);
    expect(await readFile(join(out, 'onnx', 'model.onnx'), 'utf8')).toBe('onnx/model.onnx one');
  });
  it('replaces a bundle whole, and leaves nothing else behind', async () => {
    const out = join(folder, 'mine');
    await fetchBundle(store, await bundle('one'), out);
    await writeFile(join(out, 'notes.txt'), 'of the old one');
    await fetchBundle(store, await bundle('two'), out);
    expect((await readdir(out)).toSorted()).toEqual(['SHA256SUMS', 'onnx']);
    expect(await readFile(join(out, 'SHA256SUMS'), 'utf8')).toBe('SHA256SUMS two');
    expect(await readdir(folder)).toEqual(['mine']);
  });
  it('leaves a folder alone that holds something else, and a file', async () => {
    await mkdir(join(folder, 'mine'));
    await writeFile(join(folder, 'mine', 'thesis.txt'), 'years of work');
    await writeFile(join(folder, 'file'), '');
    expect(await kindOf(fetchBundle(store, await bundle('one'), join(folder, 'mine')))).toBe('folder-taken');
    expect(await kindOf(fetchBundle(store, await bundle('one'), join(folder, 'file')))).toBe('folder-taken');
    expect(await readdir(join(folder, 'mine'))).toEqual(['thesis.txt']);
  });
  it('keeps the old bundle where a file of the new one is damaged', async () => {
    const out = join(folder, 'mine');
    await fetchBundle(store, await bundle('one'), out);
    const damaged = (await bundle('two')).map((file) => ({ ...file, bytes: file.bytes + 1 }));
    expect(await kindOf(fetchBundle(store, damaged, out))).toBe('store-corrupt');
    expect(await readFile(join(out, 'SHA256SUMS'), 'utf8')).toBe('SHA256SUMS one');
    expect(await readdir(folder)).toEqual(['mine']);
  });
});
