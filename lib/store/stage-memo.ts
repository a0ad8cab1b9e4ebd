import { z } from 'zod';
import type { StageRecord } from '../../contracts/activities.ts';
import { StageManifest } from '../../contracts/manifest.ts';
import { canonicalJson, hashOf } from './canonical-json.ts';
import { putManifest, readManifest } from './manifests.ts';
import type { ObjectStore } from './object-store.ts';
import { withoutPlaces } from './references.ts';

export interface StageKey {
  readonly stage: string;
  /** Raised when the same inputs would give another result. */
  readonly stageVersion: string;
  /** All that can change the result; budgets, deadlines and pace are no part of it. */
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The build that asks; a fresh one takes nothing over from others, but finds what it finished itself. */
export interface AskingBuild {
  readonly buildId: string;
  readonly fresh: boolean;
}

export interface StageWork<Result> {
  readonly result: Result;
  /** False where a budget or a time limit cut it: then it holds for this build alone, and is never looked up. */
  readonly complete: boolean;
}

export interface FinishedStage<Result> {
  readonly result: Result;
  readonly record: StageRecord;
}

/** SHA-256 of all that decides a stage's result; references count by their `sha256` alone. */
export const inputHashOf = (key: StageKey, build: AskingBuild): string => hashOf(identityOf(key, build));

/**
 * A stage's result: taken over where the same inputs have been worked on to the end, else worked out now. The result is
 * what its manifest holds, either way. When two finish at once, the first manifest wins and both get its result.
 *
 * A manifest is taken over when it fits the schema and every blob it names is there in its size (one small request each).
 * One that is damaged, or whose blobs are gone, is worked out again and replaced; so removing a bad blob mends a build.
 * @throws what `work` throws; StageFailure `store-unreachable` or `store-refused`
 */
export async function finishOnce<Result extends Record<string, unknown>>(
  store: ObjectStore,
  key: StageKey,
  build: AskingBuild,
  schema: z.ZodType<Result>,
  work: (inputHash: string) => Promise<StageWork<Result>>,
): Promise<FinishedStage<Result>> {
  const identity = identityOf(key, build);
  const inputHash = hashOf(identity);
  const { stage } = key;
  const path = `stages/${stage}/${inputHash}.json`;
  const Expected = StageManifest.extend({ stage: z.literal(stage), inputHash: z.literal(inputHash), result: schema });

  const found = await readManifest(store, path, Expected);
  if (found.state === 'whole') return finished(found.manifest.result, path, found.sha256, 'reused');

  const { result, complete } = await work(inputHash);
  const manifest = Expected.parse(JSON.parse(canonicalJson({ version: 1, ...identity, inputHash, result })));
  const sha256 = hashOf(manifest);
  if (!complete) {
    const own = `builds/${build.buildId}/${path}`;
    await putManifest(store, own, manifest, 'always');
    return finished(manifest.result, own, sha256, 'new');
  }
  const put = await putManifest(store, path, manifest, 'if-absent');
  if (put === 'stored') return finished(manifest.result, path, sha256, 'new');
  const winner = await readManifest(store, path, Expected);
  if (winner.state === 'whole') return finished(winner.manifest.result, path, winner.sha256, 'reused');
  // Damaged before the work began, and the work has not mended it by storing the blobs that were gone.
  await putManifest(store, path, manifest, 'always');
  return finished(manifest.result, path, sha256, 'new');

  function finished(final: Result, written: string, bytesHash: string, how: 'new' | 'reused'): FinishedStage<Result> {
    return {
      result: final,
      record: { stage, manifest: written, inputHash, sha256: bytesHash, reused: how === 'reused' },
    };
  }
}

function identityOf({ stage, stageVersion, inputs }: StageKey, { buildId, fresh }: AskingBuild): StageKey {
  const json: unknown = JSON.parse(canonicalJson(fresh ? { ...inputs, freshBuild: buildId } : inputs));
  return { stage, stageVersion, inputs: z.record(z.string(), z.unknown()).parse(withoutPlaces(json)) };
}
