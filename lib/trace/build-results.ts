import type { z } from 'zod';
import { StageManifest } from '../../contracts/manifest.ts';
import { AssembledDatasetResult, EvaluationResult, HoldoutResult } from '../../contracts/stage-results.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { BuildRecord } from './build-record.ts';
import { jsonOf, readObject } from './read-object.ts';

/** What some stages of a build came to, by its record; null where a stage was not reached, or its manifest cannot be read. */
export interface BuildResults {
  readonly holdout: z.infer<typeof HoldoutResult> | null;
  readonly dataset: z.infer<typeof AssembledDatasetResult> | null;
  readonly evaluation: z.infer<typeof EvaluationResult> | null;
}

export async function readBuildResults(store: ObjectStore, { records }: BuildRecord): Promise<BuildResults> {
  const resultOf = async (stage: string): Promise<Readonly<Record<string, unknown>> | undefined> => {
    // An evaluation that money cut short is followed by a whole one, and a round's dataset by the next round's.
    const manifest = records.findLast((record) => record.stage === stage)?.manifest;
    const read = manifest === undefined ? null : await readObject(store, manifest);
    return read === null || 'difference' in read ? undefined : StageManifest.safeParse(jsonOf(read.bytes)).data?.result;
  };
  const [holdout, dataset, evaluation] = await Promise.all([
    resultOf('holdout'),
    resultOf('assemble'),
    resultOf('evaluate'),
  ]);
  return {
    holdout: HoldoutResult.safeParse(holdout).data ?? null,
    dataset: AssembledDatasetResult.safeParse(dataset).data ?? null,
    // The manifest of a stage that pays holds what it paid beside its result.
    evaluation: EvaluationResult.safeParse(evaluation?.['result']).data ?? null,
  };
}
