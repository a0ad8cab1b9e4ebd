import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StageFailure } from '../contracts/failure.ts';
import { inParallel } from '../lib/store/in-parallel.ts';
import { readBytes } from '../lib/store/blobs.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { openStore } from '../lib/store/open-store.ts';
import { type BuildRecord, readBuildRecord } from '../lib/trace/build-record.ts';
import { type BundleFile, type BundleSource, readBundleFacts } from '../lib/trace/bundle-facts.ts';
import { recordedBuilds } from './build-record.ts';
import { CommandFailure } from './command-failure.ts';
import { findReleased, releasedText } from './released-model.ts';
import type { VerbCall } from './verb.ts';

/** A build that ended, or a bundle in a folder: whichever a person means. */
export type Meant =
  | { readonly kind: 'folder'; readonly folder: string; readonly shown: string }
  | { readonly kind: 'build'; readonly store: ObjectStore; readonly record: BuildRecord };

/** By any of these a folder is known as a bundle, though others are missing. */
const MARKS = ['SHA256SUMS', 'provenance.json', 'report.json'];

/**
 * A bundle folder of that path, else the build of the released model of that name, else a recorded build.
 * @throws CommandFailure `build-unknown`
 */
export async function findMeant(call: VerbCall, text: string): Promise<Meant> {
  const { environment, terminal } = call;
  const folder = resolve(call.cwd, text);
  if (await isBundle(folder)) return { kind: 'folder', folder, shown: text };
  const store = openStore(environment());
  const released = await findReleased(store, text);
  if (released === null) return findRecorded(store, text);
  terminal.say(terminal.palette.faint(releasedText(released)));
  return findRecorded(store, released.buildId);
}

/**
 * The one build that ended and whose build id or workflow id begins so. The store does not know which of several began
 * last.
 * @throws CommandFailure `build-unknown`
 */
export async function findRecorded(
  store: ObjectStore,
  text: string,
): Promise<Extract<Meant, { readonly kind: 'build' }>> {
  const [id, ...others] = await recordedBuilds(store, text.replace(/^build\//, ''));
  if (others.length > 0)
    throw new CommandFailure(
      'build-unknown',
      `"${text}" fits ${others.length + 1} builds: say which, for example ${id}.`,
    );
  const record = id === undefined ? null : await readBuildRecord(store, id);
  if (record !== null) return { kind: 'build', store, record };
  throw new CommandFailure(
    'build-unknown',
    `"${text}" is neither a folder with a bundle nor a build that has ended: npm run p2m -- list shows builds.`,
  );
}

async function isBundle(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(nothingThere);
  return MARKS.some((mark) => names.includes(mark));
}

/** Which build a bundle folder of that path says it is of; null where it is no such folder. @throws CommandFailure `bundle-unusable` */
export async function findBundleFolder(
  { cwd }: VerbCall,
  text: string,
): Promise<{ readonly buildId: string; readonly bundleHash: string } | null> {
  const folder = resolve(cwd, text);
  if (!(await isBundle(folder))) return null;
  const { provenance } = await readBundleFacts(await folderSource(folder, text));
  return { buildId: provenance.buildId, bundleHash: provenance.bundleHash };
}

function nothingThere(error: unknown): readonly string[] {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT' || code === 'ENOTDIR') return [];
  throw error;
}

/** A bundle in a folder; hashes are those that SHA256SUMS claims. */
export async function folderSource(folder: string, shown: string): Promise<BundleSource> {
  const refuseFolder = (path: string, cause: unknown): Error =>
    new CommandFailure('bundle-unusable', `${shown} is no bundle: its ${path} cannot be read.`, { cause });
  const read = (path: string): Promise<Buffer> => readFile(join(folder, path));
  const sums = await read('SHA256SUMS').catch((cause: unknown) => {
    throw refuseFolder('SHA256SUMS', cause);
  });
  const lines = sums
    .toString()
    .split('\n')
    .filter((line) => line !== '');
  const files = await inParallel(lines, 8, async (line): Promise<BundleFile> => {
    const path = line.slice(66);
    const { size } = await stat(join(folder, path)).catch((cause: unknown) => {
      throw refuseFolder(path, cause);
    });
    return { path, bytes: size, sha256: line.slice(0, 64) };
  });
  return { files, read, refuse: refuseFolder };
}

/** The bundle of a build in the store. */
export function storeSource(store: ObjectStore, files: NonNullable<BuildRecord['bundle']>['files']): BundleSource {
  return {
    files,
    refuse,
    read: (path) => {
      const file = files.find((one) => one.path === path);
      if (file === undefined) throw refuse(path, new Error('the bundle has no such file'));
      return readBytes(store, file);
    },
  };
}

const refuse = (path: string, cause: unknown): Error =>
  new StageFailure(
    'store-corrupt',
    `reading ${path} of the bundle: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause },
  );
