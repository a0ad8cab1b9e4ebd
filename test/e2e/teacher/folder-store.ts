import { createReadStream, mkdirSync } from 'node:fs';
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join, relative } from 'node:path';
import type { ObjectStore } from '../../../lib/store/object-store.ts';

/** Objects as files, so that processes can share them. Whole or not at all, as S3 has it. */
export function createFolderStore(folder: string): ObjectStore {
  mkdirSync(folder, { recursive: true });
  return {
    put: async (key, body, when) => {
      const path = join(folder, key);
      const part = join(folder, `.${randomUUID()}`);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(part, 'file' in body ? await readFile(body.file) : body.bytes);
      if (when === 'always') {
        await rename(part, path);
        return 'stored';
      }
      const linked = await link(part, path).then(
        () => true,
        () => false,
      );
      await rm(part);
      return linked ? 'stored' : 'exists';
    },
    get: async (key) => {
      const there = await stat(join(folder, key)).catch(() => null);
      return there ? createReadStream(join(folder, key)) : null;
    },
    list: async (prefix) => {
      const files = await readdir(folder, { recursive: true, withFileTypes: true });
      const keys = files
        .filter((file) => file.isFile())
        .map((file) => relative(folder, join(file.parentPath, file.name)))
        .filter((key) => key.startsWith(prefix));
      return await Promise.all(
        keys.toSorted().map(async (key) => ({ key, bytes: (await stat(join(folder, key))).size })),
      );
    },
    remove: async (key) => await rm(join(folder, key), { force: true }),
    uri: (key) => `file://${join(folder, key)}`,
  };
}
