import { EventEmitter, once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { putBytes } from '../../../../lib/store/blobs.ts';
import { fetchFolder, putFolder } from '../../../../lib/store/folders.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folders-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(folder, path, '..'), { recursive: true });
  await writeFile(join(folder, path), text);
}

describe('putFolder', () => {
  it('names every file by its relative path, in UTF-16 order, and stores equal ones once', async () => {
    const store = createMemoryStore();
    for (const path of ['from/b', 'from/a/z', 'from/a.txt', 'from/B', 'from/a/deep/x']) await write(path, 'abc');
    await mkdir(join(folder, 'from', 'empty'));
    const files = await putFolder(store, join(folder, 'from'));
    expect(files.map(({ path }) => path)).toEqual(['B', 'a.txt', 'a/deep/x', 'a/z', 'b']);
    expect(files[0]).toEqual({ ...(await putBytes(store, 'abc')), path: 'B' });
    expect(store.objects.size).toBe(1);
  });

  it('refuses a link, whose content is not the folder’s own', async () => {
    await write('from/file', 'abc');
    await symlink(join(folder, 'from', 'file'), join(folder, 'from', 'link'));
    await expect(putFolder(createMemoryStore(), join(folder, 'from'))).rejects.toThrow('link is neither');
  });
});

describe('fetchFolder', () => {
  it('brings back what putFolder stored', async () => {
    const store = createMemoryStore();
    for (let at = 0; at < 20; at++) await write(`from/${at}/file`, `text ${at}`);
    const files = await putFolder(store, join(folder, 'from'));
    await fetchFolder(store, files, join(folder, 'to'));
    expect(await putFolder(store, join(folder, 'to'))).toEqual(files);
    expect(await readFile(join(folder, 'to', '7', 'file'), 'utf8')).toBe('text 7');
  });

  it.each(['../out', 'a/../../out', '/out', '', 'a//b', './a', 'a/.', 'a\\..\\b', 'a\0'])(
    'refuses the path %j before anything is written',
    async (path) => {
      const store = createMemoryStore();
      const ref = await putBytes(store, 'abc');
      const files = [
        { ...ref, path: 'good' },
        { ...ref, path },
      ];
      await expect(fetchFolder(store, files, join(folder, 'to'))).rejects.toMatchObject({ kind: 'store-corrupt' });
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('refuses two files of one path', async () => {
    const store = createMemoryStore();
    const file = { ...(await putBytes(store, 'abc')), path: 'a' };
    await expect(fetchFolder(store, [file, file], folder)).rejects.toMatchObject({ kind: 'store-corrupt' });
  });

  it('has at most eight files on their way at once', async () => {
    const memory = createMemoryStore();
    let open = 0;
    let most = 0;
    const gate = new EventEmitter();
    const eightAreOpen = once(gate, 'open');
    const store = {
      ...memory,
      get: async (key: string) => {
        most = Math.max(most, ++open);
        if (open === 8) setImmediate(() => gate.emit('open'));
        await eightAreOpen;
        open--;
        return await memory.get(key);
      },
    };
    const files = await Promise.all(
      Array.from({ length: 30 }, async (_, at) => ({ ...(await putBytes(memory, `${at}`)), path: `${at}` })),
    );
    await fetchFolder(store, files, folder);
    expect(most).toBe(8);
  });
});
