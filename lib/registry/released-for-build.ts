import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import { StageFailure } from '../../contracts/failure.ts';
import type { ModelVersion } from '../../contracts/registry.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { sealed } from '../store/seal.ts';
import { knownVersion, readCurrent } from './registry-files.ts';

/** `builds/<build id>/released.json`: what was released when the build first asked. */
const Seen = z.looseObject({ version: z.literal(1), number: z.int().positive().nullable() });

export const releasedKey = (buildId: string): string => `builds/${buildId}/released.json`;

/** The version of its name that a build compares its student with. */
export type SeenRelease =
  | { readonly state: 'none' }
  | { readonly state: 'released'; readonly version: ModelVersion }
  /** The registry is damaged there: the report says so, since a build does not fail for what an older one left. */
  | { readonly state: 'unreadable'; readonly why: string };

/** Read once for a build: a promotion while it runs changes nothing between two attempts of a stage. */
export async function releasedForBuild(
  store: ObjectStore,
  build: { readonly buildId: string; readonly name: string },
): Promise<SeenRelease> {
  try {
    const key = releasedKey(build.buildId);
    const { number } = (await readSeen(store, key)) ?? (await see(store, key, build.name));
    if (number === null) return { state: 'none' };
    return { state: 'released', version: await knownVersion(store, build.name, number) };
  } catch (error) {
    if (error instanceof StageFailure && error.kind === 'store-corrupt')
      return { state: 'unreadable', why: error.message };
    throw error;
  }
}

/** What of it can change an evaluation, for the stage's key; nothing where nothing was released. */
export function identityOfRelease(seen: SeenRelease): Readonly<Record<string, unknown>> {
  if (seen.state === 'none') return {};
  if (seen.state === 'unreadable') return { released: { unreadable: seen.why } };
  const { number, bundle } = seen.version;
  return { released: { number, bundleHash: bundle.bundleHash } };
}

async function see(store: ObjectStore, key: string, name: string): Promise<Pick<z.infer<typeof Seen>, 'number'>> {
  const number = (await readCurrent(store, name))?.current ?? null;
  const put = await store.put(key, { bytes: Buffer.from(sealed({ version: 1, number })) }, 'if-absent');
  // Another attempt may have looked at another moment: the first one holds.
  return (put === 'exists' ? await readSeen(store, key) : null) ?? { number };
}

async function readSeen(store: ObjectStore, key: string): Promise<z.infer<typeof Seen> | null> {
  const stream = await store.get(key);
  return stream === null ? null : Seen.parse(JSON.parse(await readText(stream)));
}
