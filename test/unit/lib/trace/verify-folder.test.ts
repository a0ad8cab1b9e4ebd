import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readBytes } from '../../../../lib/store/blobs.ts';
import { fetchFolder } from '../../../../lib/store/folders.ts';
import { checksums } from '../../../../lib/bundle/checksums.ts';
import { sha256Of } from '../../../../lib/store/canonical-json.ts';
import { verifyFolder } from '../../../../lib/trace/verify-folder.ts';
import { smallBuild } from '../../../support/small-build.ts';

const { store, bundle } = await smallBuild();
const folder = await mkdtemp(join(tmpdir(), 'verify-'));
await fetchFolder(store, bundle.files, folder);
afterAll(() => rm(folder, { recursive: true }));

const differences = async () => (await verifyFolder(folder, () => undefined)).differences;
const places = async () => (await differences()).map(({ place }) => place);

/** Runs a test while a file is otherwise. */
async function changed<Result>(
  path: string,
  bytes: Buffer | string | null,
  test: () => Promise<Result>,
): Promise<Result> {
  const file = join(folder, path);
  const whole = await readFile(file).catch(() => null);
  await mkdir(dirname(file), { recursive: true });
  if (bytes === null) await rm(file);
  else await writeFile(file, bytes);
  try {
    return await test();
  } finally {
    if (whole === null) await rm(file);
    else await writeFile(file, whole);
  }
}

describe('verifyFolder', () => {
  it('finds a bundle whole', async () => {
    expect(await verifyFolder(folder, () => undefined)).toEqual({
      differences: [],
      files: bundle.files.length,
      bytes: bundle.bytes,
    });
  });

  it.each(['demo/more.js', 'server/more.mjs', 'familiar.json', 'teacher-prompt.json'])(
    'takes %s for a part of the bundle, and not of the model',
    async (path) => {
      expect(await changed(path, '{}', places)).toEqual([path, 'bundle']);
    },
  );

  const listed = bundle.files.filter(({ path }) => path !== 'SHA256SUMS');
  const flipped = async (file: (typeof listed)[number], share: number) => {
    const bytes = await readBytes(store, file);
    const at = Math.floor(share * (bytes.length - 1));
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  };
  const SHARES = [0, 1 / 4, 1 / 2, 3 / 4, 1];

  it.each(SHARES)('names each file of which one byte is flipped, %d of the way through it', async (share) => {
    // All at once: every look at the folder reads the whole of it.
    for (const file of listed) await writeFile(join(folder, file.path), await flipped(file, share));
    const named = await places();
    for (const file of listed) await writeFile(join(folder, file.path), await readBytes(store, file));
    expect(named).toEqual(expect.arrayContaining(listed.map(({ path }) => path)));
  });

  it('names the list of hashes, whichever of its bytes is flipped', async () => {
    const [sums] = bundle.files.filter(({ path }) => path === 'SHA256SUMS');
    if (sums === undefined) throw new Error('the bundle has no SHA256SUMS');
    for (const share of SHARES) {
      const named = await changed(sums.path, await flipped(sums, share), differences);
      expect(named.map(({ place, what }) => `${place} ${what}`).join('\n'), `at ${share}`).toContain(sums.path);
    }
  });

  it('names a file that is missing, and one that is not listed', async () => {
    expect(await changed('task.json', null, differences)).toContainEqual(
      expect.objectContaining({ place: 'task.json', expected: 'there', found: 'nothing' }),
    );
    expect(await changed('extra/notes.txt', 'x', places)).toContain('extra/notes.txt');
    await rm(join(folder, 'extra'), { recursive: true });
  });

  it('names a link, whose content is not the own one of the bundle', async () => {
    await symlink('task.json', join(folder, 'link'));
    expect(await places()).toEqual(['link']);
    await rm(join(folder, 'link'));
  });

  it('names every file at once', async () => {
    const both = await changed('task.json', 'x', () => changed('predict.py', 'y', places));
    expect(both).toEqual(expect.arrayContaining(['task.json', 'predict.py', 'bundle']));
  });

  it('is not deceived by checksums made anew: the hashes of the build tell', async () => {
    const better = (await readFile(join(folder, 'report.json'), 'utf8')).replace(
      '"decision": "unproven"',
      '"decision": "ship"',
    );
    const files = bundle.files.map((file) =>
      file.path === 'report.json' ? { ...file, sha256: sha256Of(better) } : file,
    );
    const named = await changed('report.json', better, () => changed('SHA256SUMS', checksums(files), differences));
    expect(named.map(({ place, what }) => [place, what])).toEqual([
      ['bundle', 'bundle hash, by provenance.json'],
      ['report.json', 'hash of the evaluation, by provenance.json'],
    ]);
  });

  it('says so of a folder that holds no bundle', async () => {
    const empty = await mkdtemp(join(tmpdir(), 'verify-'));
    const found = await verifyFolder(empty, () => undefined);
    expect(found.differences.map(({ place }) => place)).toEqual(['SHA256SUMS', 'provenance.json', 'report.json']);
    await rm(empty, { recursive: true });
  });
});
