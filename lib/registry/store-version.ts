import type { ModelVersion } from '../../contracts/registry.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { DraftVersion } from './draft-version.ts';
import { bytesOfVersion, readVersion, versionNumbers } from './registry-files.ts';
import { versionKey } from './registry-keys.ts';

/**
 * The version of a build: the one there is, else a new one under the next free number. A number that somebody else takes
 * meanwhile is passed over.
 */
export async function storeVersion(store: ObjectStore, draft: DraftVersion): Promise<ModelVersion> {
  const numbers = await versionNumbers(store, draft.name);
  for (const number of numbers.toReversed()) {
    const there = await readVersion(store, draft.name, number);
    if (there?.buildId === draft.buildId && there.bundle.bundleHash === draft.bundle.bundleHash) return there;
  }
  for (let number = (numbers.at(-1) ?? 0) + 1; ; number += 1) {
    const version = { ...draft, number };
    const bytes = bytesOfVersion(version);
    if ((await store.put(versionKey(draft.name, number), { bytes }, 'if-absent')) === 'stored') return version;
    // The client sends a request again whose answer was lost: then the number is taken by ourselves.
    const taken = await readVersion(store, draft.name, number);
    if (taken?.buildId === draft.buildId) return taken;
  }
}
