import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import { FolderFile } from '../contracts/artifact.ts';
import { StageFailure } from '../contracts/failure.ts';
import { Cost, Verdict } from '../contracts/report.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';

/** What the store keeps of a build that ended, as far as the command line reads it: `builds/<build id>/build.json`. */
export const BuildRecord = z.object({
  build: z.object({ buildId: z.string(), name: z.string() }),
  workflowId: z.string(),
  state: z.enum(['done', 'failed', 'cancelled']),
  failure: z.object({ kind: z.string(), message: z.string() }).nullable(),
  records: z.array(z.object({ stage: z.string(), reused: z.boolean() })),
  verdict: Verdict.nullable(),
  cost: Cost,
  bundle: z.object({ files: z.array(FolderFile), bundleHash: z.string() }).nullable(),
});
export type BuildRecord = Readonly<z.infer<typeof BuildRecord>>;

const keyOf = (buildId: string): string => `builds/${buildId}/build.json`;

/**
 * The record of a build; null where none was written.
 * @throws StageFailure `store-corrupt` where it is no record, and what reading throws
 */
export async function readBuildRecord(store: ObjectStore, buildId: string): Promise<BuildRecord | null> {
  const stream = await store.get(keyOf(buildId));
  if (stream === null) return null;
  const json = await readText(stream);
  try {
    return BuildRecord.parse(JSON.parse(json));
  } catch (cause) {
    const place = store.uri(keyOf(buildId));
    throw new StageFailure('store-corrupt', `reading ${place}: it is no record of a build`, { cause });
  }
}

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
