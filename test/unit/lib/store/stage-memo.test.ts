import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ArtifactRef } from '../../../../contracts/artifact.ts';
import { putBytes } from '../../../../lib/store/blobs.ts';
import { canonicalJson, hashOf, sha256Of } from '../../../../lib/store/canonical-json.ts';
import { finishOnce, inputHashOf } from '../../../../lib/store/stage-memo.ts';
import { createMemoryStore, type MemoryStore } from '../../../support/memory-store.ts';

const Result = z.strictObject({ rows: ArtifactRef, count: z.int(), note: z.string().optional() });
type Result = z.infer<typeof Result>;

const KEY = { stage: 'assemble', stageVersion: '3', inputs: { seed: 1 } };
const BUILD = { buildId: 'triage-1', fresh: false };
const HASH = hashOf(KEY);
const PATH = `stages/assemble/${HASH}.json`;

/** Work that counts its runs and names them in its result. */
function createWork(store: MemoryStore, complete = true) {
  const work = async (): Promise<{ result: Result; complete: boolean }> => {
    work.runs++;
    return { result: { rows: await putBytes(store, `run ${work.runs}`), count: work.runs, note: undefined }, complete };
  };
  work.runs = 0;
  return work;
}

describe('finishOnce', () => {
  it('works once and takes the result over afterwards, in another build too', async () => {
    const store = createMemoryStore();
    const work = createWork(store);
    const first = await finishOnce(store, KEY, BUILD, Result, work);
    const second = await finishOnce(store, KEY, { buildId: 'other-2', fresh: false }, Result, work);
    expect(work.runs).toBe(1);
    const sha256 = sha256Of(store.objects.get(PATH) ?? '');
    expect(first.record).toEqual({ stage: 'assemble', manifest: PATH, inputHash: HASH, sha256, reused: false });
    expect(second).toEqual({ result: first.result, record: { ...first.record, reused: true } });
  });

  it('writes the manifest last, with all that its hash was made from', async () => {
    const store = createMemoryStore();
    const { result } = await finishOnce(store, KEY, BUILD, Result, createWork(store));
    expect(store.asked.at(-1)).toEqual({ operation: 'put', key: PATH });
    const manifest: unknown = JSON.parse(String(store.objects.get(PATH)));
    expect(manifest).toEqual({ version: 1, ...KEY, inputHash: HASH, result });
  });

  it('gives the same value when it works as when it takes over', async () => {
    const store = createMemoryStore();
    const { result } = await finishOnce(store, KEY, BUILD, Result, createWork(store));
    expect(Object.hasOwn(result, 'note')).toBe(false);
  });

  it('tells the work its input hash', async () => {
    const store = createMemoryStore();
    const rows = await putBytes(store, '');
    let told = '';
    const work = async (inputHash: string) => {
      told = inputHash;
      return { result: { rows, count: 0 }, complete: true };
    };
    await finishOnce(store, KEY, BUILD, Result, work);
    expect(told).toBe(HASH);
  });

  it.each([
    ['other inputs', { ...KEY, inputs: { seed: 2 } }],
    ['another version', { ...KEY, stageVersion: '4' }],
    ['another stage', { ...KEY, stage: 'holdout' }],
  ])('works again for %s', async (_, key) => {
    const store = createMemoryStore();
    const work = createWork(store);
    await finishOnce(store, KEY, BUILD, Result, work);
    expect((await finishOnce(store, key, BUILD, Result, work)).record.reused).toBe(false);
    expect(work.runs).toBe(2);
  });

  it('leaves no manifest where the work fails', async () => {
    const store = createMemoryStore();
    const broke = new Error('broke');
    await expect(finishOnce(store, KEY, BUILD, Result, () => Promise.reject(broke))).rejects.toBe(broke);
    expect(store.objects.size).toBe(0);
  });

  it('keeps what was cut for that build alone and never takes it over', async () => {
    const store = createMemoryStore();
    const cut = createWork(store, false);
    const { record } = await finishOnce(store, KEY, BUILD, Result, cut);
    expect(record.manifest).toBe(`builds/triage-1/${PATH}`);
    expect(store.objects.has(record.manifest)).toBe(true);
    expect(store.objects.has(PATH)).toBe(false);
    await finishOnce(store, KEY, BUILD, Result, cut);
    expect(cut.runs).toBe(2);
    expect(String(store.objects.get(record.manifest))).toContain('"count":2');
  });

  it('lets a fresh build take over its own result and nobody else’s, nor others its', async () => {
    const store = createMemoryStore();
    const work = createWork(store);
    const counts: number[] = [];
    for (const build of [
      BUILD,
      { buildId: 'fresh-1', fresh: true },
      { buildId: 'fresh-1', fresh: true },
      { buildId: 'fresh-2', fresh: true },
      BUILD,
    ]) {
      counts.push((await finishOnce(store, KEY, build, Result, work)).result.count);
    }
    expect(counts).toEqual([1, 2, 2, 3, 1]);
  });

  it('adopts the result of whoever finished first meanwhile', async () => {
    const store = createMemoryStore();
    const winning = createWork(store);
    const losing = createWork(store);
    losing.runs = 10;
    const late = async () => {
      await finishOnce(store, KEY, BUILD, Result, winning);
      return await losing();
    };
    const { result, record } = await finishOnce(store, KEY, BUILD, Result, late);
    expect(result.count).toBe(1);
    expect(record.reused).toBe(true);
  });

  it.each<[string, (store: MemoryStore, result: Result) => void]>([
    ['is no JSON', (store) => store.objects.set(PATH, Buffer.from('{"version":1'))],
    ['has a result of another form', (store) => rewrite(store, { result: { count: 1 } })],
    ['names another input hash', (store) => rewrite(store, { inputHash: 'a'.repeat(64) })],
    ['names another stage', (store) => rewrite(store, { stage: 'holdout' })],
    ['is of another format', (store) => rewrite(store, { version: 2 })],
    ['names a blob that is gone', (store, { rows }) => store.objects.delete(keyOf(rows))],
    ['names a blob of another size', (store, { rows }) => store.objects.set(keyOf(rows), Buffer.from('cut'))],
  ])('works again where the manifest %s, and replaces it', async (_, damage) => {
    const store = createMemoryStore();
    const work = createWork(store);
    const { result } = await finishOnce(store, KEY, BUILD, Result, work);
    damage(store, result);
    const again = await finishOnce(store, KEY, BUILD, Result, work);
    expect(again.result.count).toBe(2);
    expect(again.record.reused).toBe(false);
    expect((await finishOnce(store, KEY, BUILD, Result, work)).result.count).toBe(2);
  });
});

describe('a manifest whose blob is gone', () => {
  it('holds again once the same work has stored it again', async () => {
    const store = createMemoryStore();
    const work = async () => ({ result: { rows: await putBytes(store, 'rows'), count: 1 }, complete: true });
    const { result } = await finishOnce(store, KEY, BUILD, Result, work);
    const manifest = store.objects.get(PATH);
    store.objects.delete(keyOf(result.rows));
    expect((await finishOnce(store, KEY, BUILD, Result, work)).result).toEqual(result);
    expect(store.objects.get(PATH)).toBe(manifest);
    expect(store.objects.has(keyOf(result.rows))).toBe(true);
  });
});

describe('inputHashOf', () => {
  const ref = { uri: 's3://one/blobs/x', sha256: 'a'.repeat(64), bytes: 3 };

  it('takes references by their hash, wherever they stand, and keeps a file’s path', () => {
    const moved = { ...ref, uri: 's3://two/y' };
    const hash = (inputs: Record<string, unknown>) => inputHashOf({ ...KEY, inputs }, BUILD);
    const here = { spec: ref, shards: [{ model: [{ ...ref, path: 'a' }] }] };
    expect(hash(here)).toBe(hash({ shards: [{ model: [{ ...moved, path: 'a' }] }], spec: moved }));
    expect(hash(here)).toBe(
      hashOf({ ...KEY, inputs: { spec: ref.sha256, shards: [{ model: [{ path: 'a', sha256: ref.sha256 }] }] } }),
    );
    expect(hash(here)).not.toBe(hash({ ...here, shards: [{ model: [{ ...ref, path: 'b' }] }] }));
  });

  it('is the one that finishOnce uses, for fresh builds too', async () => {
    const store = createMemoryStore();
    for (const fresh of [false, true]) {
      const { record } = await finishOnce(store, KEY, { ...BUILD, fresh }, Result, createWork(store));
      expect(record.inputHash).toBe(inputHashOf(KEY, { ...BUILD, fresh }));
    }
  });
});

const keyOf = ({ sha256 }: ArtifactRef): string => `blobs/${sha256.slice(0, 2)}/${sha256}`;

function rewrite(store: MemoryStore, changes: Record<string, unknown>): void {
  const manifest = z.record(z.string(), z.unknown()).parse(JSON.parse(String(store.objects.get(PATH))));
  store.objects.set(PATH, Buffer.from(canonicalJson({ ...manifest, ...changes })));
}
