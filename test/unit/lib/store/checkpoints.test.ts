import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StageFailure } from '../../../../contracts/failure.ts';
import { fetchLatestCheckpoint, removeCheckpoints, saveCheckpoint } from '../../../../lib/store/checkpoints.ts';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store.ts';

const HASH = 'c'.repeat(64);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoints-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const latest = (store: MemoryStore) => fetchLatestCheckpoint(store, HASH, join(folder, 'resume'));

async function save(store: MemoryStore, step: number) {
  await writeFile(join(folder, 'training-state.pt'), `state of step ${step}`);
  await writeFile(join(folder, 'weights'), `weights of step ${step}`);
  await writeFile(join(folder, 'tokenizer'), 'the same at every step');
  return await saveCheckpoint(store, HASH, step, folder);
}

const manifestsIn = (store: MemoryStore): string[] =>
  [...store.objects.keys()].filter((key) => key.startsWith('checkpoints/'));

describe('saveCheckpoint', () => {
  it('writes the manifest after the files it names', async () => {
    const store = createMemoryStore();
    const manifest = await save(store, 100);
    expect(store.asked.at(-1)).toEqual({ operation: 'put', key: `checkpoints/${HASH}/100.json` });
    expect(JSON.parse(String(store.objects.get(`checkpoints/${HASH}/100.json`)))).toEqual(manifest);
    expect(manifest.files.map(({ path }) => path)).toEqual(['tokenizer', 'training-state.pt', 'weights']);
  });

  it('replaces the manifest of the same step', async () => {
    const store = createMemoryStore();
    await save(store, 5);
    await writeFile(join(folder, 'optimizer'), 'more');
    const again = await saveCheckpoint(store, HASH, 5, folder);
    expect(await latest(store)).toEqual(again);
  });
});

describe('fetchLatestCheckpoint', () => {
  it('takes the highest step as a number, of that training alone', async () => {
    const store = createMemoryStore();
    for (const step of [9, 1000, 200]) await save(store, step);
    await saveCheckpoint(store, `${HASH}0`, 5000, folder);
    expect((await latest(store))?.step).toBe(1000);
  });

  it('brings the files back as they were', async () => {
    const store = createMemoryStore();
    await save(store, 7);
    await latest(store);
    const names = (await readdir(join(folder, 'resume'))).toSorted();
    expect(names).toEqual(['tokenizer', 'training-state.pt', 'weights']);
    expect(await readFile(join(folder, 'resume', 'weights'), 'utf8')).toBe('weights of step 7');
  });

  it('goes back to the one before where the bytes of a file are not its own, and leaves nothing of the damaged one', async () => {
    const store = createMemoryStore();
    await save(store, 1);
    await writeFile(join(folder, 'extra'), 'only in the second');
    const { files } = await save(store, 2);
    const damaged = files.find(({ path }) => path === 'weights')?.sha256;
    store.objects.set(`blobs/${damaged?.slice(0, 2)}/${damaged}`, Buffer.from('weights of step 9'));
    expect((await latest(store))?.step).toBe(1);
    expect(await readFile(join(folder, 'resume', 'weights'), 'utf8')).toBe('weights of step 1');
    expect(await readdir(join(folder, 'resume'))).not.toContain('extra');
  });

  it('gives null where none is', async () => {
    expect(await latest(createMemoryStore())).toBeNull();
  });

  it('goes back to the one before where a file is gone or a manifest cannot be read', async () => {
    const store = createMemoryStore();
    await save(store, 1);
    await save(store, 2);
    const { files } = await save(store, 3);
    await save(store, 4);
    const lost = files.find(({ path }) => path === 'weights')?.sha256;
    store.objects.delete(`blobs/${lost?.slice(0, 2)}/${lost}`);
    store.objects.set(`checkpoints/${HASH}/4.json`, Buffer.from('{"version":1'));
    store.objects.set(`checkpoints/${HASH}/notes.json`, Buffer.from('{}'));
    expect((await latest(store))?.step).toBe(2);
  });

  it('does not take an unreachable store for a missing checkpoint', async () => {
    const lost = new StageFailure('store-unreachable', 'gone');
    const store = createMemoryStore(({ operation, key }) =>
      operation === 'get' && key.startsWith('checkpoints/') ? lost : undefined,
    );
    await save(store, 1);
    await expect(latest(store)).rejects.toBe(lost);
  });
});

describe('removeCheckpoints', () => {
  it('leaves the newest manifests with their states, and the weights of all', async () => {
    const store = createMemoryStore();
    for (const step of [10, 9, 100]) await save(store, step);
    await removeCheckpoints(store, HASH, 2);
    expect(manifestsIn(store).toSorted()).toEqual([`checkpoints/${HASH}/10.json`, `checkpoints/${HASH}/100.json`]);
    const texts = () => [...store.objects.values()].map(String).filter((text) => text.includes('of step'));
    const weights = ['weights of step 10', 'weights of step 100', 'weights of step 9'];
    expect(texts().toSorted()).toEqual(['state of step 10', 'state of step 100', ...weights]);
    await removeCheckpoints(store, HASH, 0);
    expect(manifestsIn(store)).toEqual([]);
    expect(texts().toSorted()).toEqual(weights);
  });
});
