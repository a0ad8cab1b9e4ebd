import { text as readText } from 'node:stream/consumers';
import { z } from 'zod';
import { ArtifactRef, FolderFile, Sha256 } from '../../contracts/artifact.ts';
import { StageCost } from '../../contracts/budget.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { Cost, Verdict } from '../../contracts/report.ts';
import type { ObjectStore } from '../store/object-store.ts';

/** What the store keeps of a build that ended: `builds/<build id>/build.json`. */
export const BuildRecord = z.object({
  build: z.object({ buildId: z.string(), name: z.string(), config: ArtifactRef }),
  workflowId: z.string(),
  state: z.enum(['done', 'failed', 'cancelled']),
  failure: z.object({ kind: z.string(), message: z.string() }).nullable(),
  spec: ArtifactRef.nullable(),
  records: z.array(
    z.object({
      stage: z.string(),
      manifest: z.string(),
      inputHash: z.string(),
      sha256: Sha256.optional(),
      reused: z.boolean(),
    }),
  ),
  verdict: Verdict.nullable(),
  cost: Cost,
  costs: z.array(StageCost).optional(),
  bundle: z.object({ files: z.array(FolderFile), bundleHash: z.string() }).nullable(),
});
export type BuildRecord = Readonly<z.infer<typeof BuildRecord>>;

export const buildRecordKey = (buildId: string): string => `builds/${buildId}/build.json`;

/**
 * The record of a build; null where none was written.
 * @throws StageFailure `store-corrupt` where it is no record, and what reading throws
 */
export async function readBuildRecord(store: ObjectStore, buildId: string): Promise<BuildRecord | null> {
  const stream = await store.get(buildRecordKey(buildId));
  if (stream === null) return null;
  const json = await readText(stream);
  try {
    return BuildRecord.parse(JSON.parse(json));
  } catch (cause) {
    const place = store.uri(buildRecordKey(buildId));
    throw new StageFailure('store-corrupt', `reading ${place}: it is no record of a build`, { cause });
  }
}
