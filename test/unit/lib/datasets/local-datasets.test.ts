import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDatasets } from '../../../../lib/datasets/local-datasets.ts';
import { snapshotSources } from '../../../../lib/datasets/snapshot-sources.ts';
import { sha256Of } from '../../../../lib/store/canonical-json.ts';
import { createMemoryStore } from '../../../support/memory-store.ts';

const CARD = `---
license: cc-by-4.0
language: [en, de]
pretty_name: Our tickets
---

# Tickets

Messages to the [desk](https://example.org).
`;

describe('local sources', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sources-test-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  async function write(files: Readonly<Record<string, string>>): Promise<void> {
    for (const [path, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), content);
    }
  }

  async function datasetsIn(...names: string[]) {
    const store = createMemoryStore();
    return await localDatasets(store, await snapshotSources(store, names, folder));
  }

  it('are put into the store by content, data files and cards alone', async () => {
    await write({ 'data/b.jsonl': '{}\n', 'data/README.md': '# x', 'data/notes.txt': 'x', 'data/.cache/a.csv': 'x' });
    const store = createMemoryStore();
    const snapshot = await snapshotSources(store, ['data'], folder);
    const sha256 = sha256Of('{}\n');
    expect(snapshot).toEqual({
      version: 1,
      sources: [
        {
          name: 'data',
          kind: 'folder',
          files: [
            { path: 'README.md', sha256: sha256Of('# x'), bytes: 3 },
            { path: 'b.jsonl', sha256, bytes: 3 },
          ],
        },
      ],
      skipped: [],
    });
    expect(store.objects.has(`blobs/${sha256.slice(0, 2)}/${sha256}`)).toBe(true);
  });

  it('are one dataset a file in a plain folder, splits of one table together', async () => {
    await write({ 'all/a.train.jsonl': '1', 'all/a.test.jsonl': '2', 'all/b.csv': '3', 'all/deep/b.csv': '4' });
    const found = await datasetsIn('all');
    expect(found.map(({ id, title, files }) => [id, title, files.map(({ path, split }) => [path, split])])).toEqual([
      [
        'local:all/a',
        'a',
        [
          ['a.test.jsonl', 'test'],
          ['a.train.jsonl', 'train'],
        ],
      ],
      ['local:all/b', 'b', [['b.csv', null]]],
      ['local:all/deep/b', 'b', [['deep/b.csv', null]]],
    ]);
  });

  it('are one dataset where a card says so, with its licence, languages and description', async () => {
    await write({ 'hub/t/README.md': CARD, 'hub/t/data/train.csv': '1', 'hub/t/data/test.csv': '2', 'hub/x.csv': '3' });
    const [tickets, other] = await datasetsIn('hub');
    expect(tickets).toMatchObject({
      id: 'local:hub/t',
      title: 'Our tickets',
      place: { from: 'local', path: 'hub/t' },
      card: { license: 'cc-by-4.0', languages: ['en', 'de'], description: 'Tickets Messages to the desk.' },
      files: [
        { path: 't/data/test.csv', split: 'test' },
        { path: 't/data/train.csv', split: 'train' },
      ],
    });
    expect(other).toMatchObject({ id: 'local:hub/x', card: { license: null } });
  });

  it('follow the configurations of a card', async () => {
    const configs =
      '---\nconfigs:\n- config_name: fr\n  data_files:\n  - split: train\n    path: "fr/*.csv"\n- config_name: it\n  data_files: it/a.csv\n---\n';
    await write({ 'd/README.md': configs, 'd/fr/one.csv': '1', 'd/it/a.csv': '2', 'd/it/b.csv': '3' });
    const found = await datasetsIn('d');
    expect(found.map(({ id, files }) => [id, files.map(({ path, split }) => [path, split])])).toEqual([
      ['local:d/fr', [['fr/one.csv', 'train']]],
      ['local:d/it', [['it/a.csv', null]]],
    ]);
  });

  it('may be single files', async () => {
    await write({ 'rows.train.csv': 'a,b\n' });
    expect(await datasetsIn('rows.train.csv')).toMatchObject([
      { id: 'local:rows.train.csv', files: [{ path: 'rows.train.csv', split: 'train' }] },
    ]);
  });

  it.each(['missing', 'notes.txt'])('refuses %s with the task', async (name) => {
    await write({ 'notes.txt': 'x' });
    await expect(datasetsIn(name)).rejects.toMatchObject({ kind: 'task-invalid' });
  });
});
