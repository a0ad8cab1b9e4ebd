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

  it.each(bundle.files)('names $path, whichever of its bytes is flipped', async (file) => {
    const whole = await readBytes(store, file);
    const sample = [0, 1 / 4, 1 / 2, 3 / 4, 1].map((share) => Math.floor(share * (whole.length - 1)));
    for (const at of sample) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const named = (await changed(file.path, bytes, differences))
        .map(({ place, what }) => `${place} ${what}`)
        .join('\n');
      expect(named, `byte ${at}`).toContain(file.path);
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
