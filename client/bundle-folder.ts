import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { StageFailure } from '../contracts/failure.ts';
import type { ModelVersion } from '../contracts/registry.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { openStore } from '../lib/store/open-store.ts';
import { fetchBundle } from './fetch-bundle.ts';
import { PROJECT_FOLDER } from './project-folder.ts';
import { findReleased, mayNameModel, releasedText } from './released-model.ts';
import type { VerbCall } from './verb.ts';

export interface BundleFolder {
  readonly folder: string;
  /** Null where the folder was named. */
  readonly released: Pick<ModelVersion, 'name' | 'number' | 'buildId'> | null;
}

/**
 * The folder that a text names; where there is none, the bundle of the released model of that name (`name`, or
 * `name@version`), fetched once and kept under the project's `.p2m/`.
 * @throws what reading the store throws; CommandFailure `release-unknown`
 */
export async function bundleFolder(call: VerbCall, text: string): Promise<BundleFolder> {
  const folder = resolve(call.cwd, text);
  if (!mayNameModel(text) || (await isThere(folder))) return { folder, released: null };
  const store = openStore(call.environment());
  const version = await lookUp(store, text);
  if (version === null) return { folder, released: null };
  const { name, number, buildId, bundle } = version;
  const kept = join(PROJECT_FOLDER, '.p2m', 'models', bundle.bundleHash.slice(0, 16));
  // Written whole or not at all, and named by what is in it: what lies there once is right for ever.
  if (!(await isThere(kept))) await fetchBundle(store, bundle.files, kept);
  // Standard output is for answers, unless a person watches it.
  if (call.terminal.shows === 'screen') call.terminal.say(call.terminal.palette.faint(releasedText(version)));
  return { folder: kept, released: { name, number, buildId } };
}

async function lookUp(store: ObjectStore, text: string): Promise<ModelVersion | null> {
  try {
    return await findReleased(store, text);
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    const message = `"${text}" is no folder here, and whether a model of that name is released cannot be read: ${error.message}`;
    throw new StageFailure(error.kind, message, { cause: error });
  }
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );
