import { describe, expect, it } from 'vitest';
import { blobKey } from '../../../../lib/store/blobs.ts';
import { canonicalJson } from '../../../../lib/store/canonical-json.ts';
import { sealed } from '../../../../lib/store/seal.ts';
import { verifyBuild } from '../../../../lib/trace/verify-build.ts';
import type { MemoryStore } from '../../../support/memory-store.ts';
import { smallBuild } from '../../../support/small-build.ts';

const { store, buildId, bundle } = await smallBuild();
const verified = () => verifyBuild(store, buildId, () => undefined);
const places = async (): Promise<string[]> => (await verified()).differences.map(({ place }) => place);

/** Runs a test on a store in which an object is otherwise, and puts it back. */
async function damaged<Result>(
  key: string,
  change: (bytes: Buffer) => Buffer | null,
  test: () => Promise<Result>,
): Promise<Result> {
  const whole = objectOf(store, key);
  const changed = change(Buffer.from(whole));
  if (changed === null) store.objects.delete(key);
  else store.objects.set(key, changed);
  try {
    return await test();
  } finally {
    store.objects.set(key, whole);
  }
}

function objectOf(from: MemoryStore, key: string): Buffer {
  const bytes = from.objects.get(key);
  if (bytes === undefined) throw new Error(`no ${key}`);
  return bytes;
}

/** One bit of one byte; where there is none, a byte more. */
const flipped = (at: number) => (bytes: Buffer) => {
  if (bytes.length === 0) return Buffer.from('x');
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return bytes;
};

const withOneRowMore = (bytes: Buffer) => Buffer.from(bytes.toString().replace('"trainRows":1', '"trainRows":2'));

const sealedAnew = (bytes: Buffer) => {
  const { seal: _seal, ...record } = JSON.parse(bytes.toString());
  return Buffer.from(sealed({ ...record, bundle: { ...record.bundle, bundleHash: '0'.repeat(64) } }));
};

const keys = [...store.objects.keys()];

describe('verifyBuild', () => {
  it('finds a build whole and counts what it read', async () => {
    const manifests = keys.filter((key) => key.startsWith('stages/')).length;
    const blobs = keys.filter((key) => key.startsWith('blobs/'));
    const bytes = [...blobs, ...keys.filter((key) => key.startsWith('calls/'))].reduce(
      (sum, key) => sum + objectOf(store, key).length,
      0,
    );
    expect(await verified()).toEqual({ differences: [], manifests, blobs: blobs.length, segments: 1, lines: 1, bytes });
    expect(manifests).toBe(8);
  });

  it.each(keys)('names %s, whichever of its bytes is flipped', async (key) => {
    const { length } = objectOf(store, key);
    const sample = [0, 1 / 3, 2 / 3, 1].map((share) => Math.floor(share * Math.max(0, length - 1)));
    for (const at of new Set(sample)) expect(await damaged(key, flipped(at), places), `byte ${at}`).toContain(key);
  });

  it.each(keys)('names %s where it is gone', async (key) => {
    const expected = key.startsWith('calls/') ? key.replace(/[^/]+$/, '') : key;
    expect(await damaged(key, () => null, places)).toContain(expected);
  });

  it('names every thing that differs, not only the first', async () => {
    const [one = '', other = ''] = bundle.files.map(({ sha256 }) => blobKey(sha256));
    const both = await damaged(one, flipped(0), () => damaged(other, () => null, places));
    expect(both).toEqual(expect.arrayContaining([one, other]));
  });

  it('names a manifest whose result was changed with care: the record of the build knows its bytes', async () => {
    const key = keys.find((one) => one.startsWith('stages/assemble/')) ?? '';
    expect(await damaged(key, withOneRowMore, places)).toEqual([key]);
  });

  it('names a record that was changed and sealed anew, by what it contradicts', async () => {
    const key = `builds/${buildId}/build.json`;
    expect(await damaged(key, sealedAnew, places)).toEqual(['bundle']);
    expect(
      await damaged(key, (bytes) => Buffer.from(canonicalJson(JSON.parse(bytes.toString())) + ' '), places),
    ).toEqual([key]);
  });

  it('says how far it has come', async () => {
    const seen: number[] = [];
    await verifyBuild(store, buildId, (done, total) => seen.push(done / total));
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  });
});

it('a bundle holds the page beside the report', () => {
  expect(bundle.files.map(({ path }) => path)).toEqual(expect.arrayContaining(['report.html', 'report.json']));
});
