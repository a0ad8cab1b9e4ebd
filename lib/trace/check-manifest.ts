import { StageManifest } from '../../contracts/manifest.ts';
import { hashOf, sha256Of } from '../store/canonical-json.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { BuildRecord } from './build-record.ts';
import { compared, type Difference } from './difference.ts';
import { jsonOf, readObject } from './read-object.ts';

export interface CheckedManifest {
  /** Null where it cannot be read. */
  readonly manifest: StageManifest | null;
  readonly differences: readonly Difference[];
}

/** A stage's manifest: its bytes against the build's record, its input hash against the inputs it names, its key against both. */
export async function checkManifest(
  store: ObjectStore,
  record: BuildRecord['records'][number],
): Promise<CheckedManifest> {
  const key = record.manifest;
  const read = await readObject(store, key);
  if ('difference' in read) return { manifest: null, differences: [read.difference] };
  const bytes = compared(key, "SHA-256, by the build's record", record.sha256 ?? 'a hash', sha256Of(read.bytes));
  const parsed = StageManifest.safeParse(jsonOf(read.bytes));
  if (!parsed.success) {
    const unreadable = { place: key, what: 'content', expected: 'the manifest of a stage', found: 'something else' };
    return { manifest: null, differences: [...bytes, unreadable] };
  }
  const { stage, stageVersion, inputs, inputHash } = parsed.data;
  return {
    manifest: parsed.data,
    differences: [
      ...bytes,
      ...compared(key, 'hash of the inputs it names', inputHash, hashOf({ stage, stageVersion, inputs })),
      ...compared(key, 'end of its key', `stages/${stage}/${inputHash}.json`, key.replace(/^builds\/[^/]+\//, '')),
      ...compared(key, "input hash, by the build's record", record.inputHash, inputHash),
    ],
  };
}
