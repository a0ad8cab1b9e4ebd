import type { ObjectStore } from '../lib/store/object-store.ts';
import { type BuildRecord, readBuildRecord } from '../lib/trace/build-record.ts';

/** The record of the build that a person means by its build id, its workflow id or the beginning of its name; null where there is none. */
export async function findBuildRecord(store: ObjectStore, text: string): Promise<BuildRecord | null> {
  const id = (await recordedBuilds(store, text.replace(/^build\//, ''))).at(-1);
  return id === undefined ? null : readBuildRecord(store, id);
}

/** Ids of all builds with a record whose id begins so, in the order of their ids. */
export async function recordedBuilds(store: ObjectStore, prefix: string): Promise<readonly string[]> {
  const objects = await store.list(`builds/${prefix}`);
  return objects.flatMap(({ key }) => /^builds\/([^/]+)\/build\.json$/.exec(key)?.[1] ?? []);
}
