import type { ArtifactRef } from '../contracts/artifact.ts';
import { StageManifest } from '../contracts/manifest.ts';
import { EvaluationResult } from '../contracts/stage-results.ts';
import { PredictionRow } from '../lib/report-page/page-facts.ts';
import { readRows } from '../lib/store/blobs.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import type { BuildRecord } from '../lib/trace/build-record.ts';
import { jsonOf, readObject } from '../lib/trace/read-object.ts';

/** Everybody's answers to the test rows of a build; null where its evaluation is not in the store. */
export async function predictionsOf(
  store: ObjectStore,
  { records }: BuildRecord,
): Promise<{ readonly ref: ArtifactRef; readonly rows: readonly PredictionRow[] } | null> {
  const manifest = records.find(({ stage }) => stage === 'evaluate')?.manifest;
  const read = manifest === undefined ? null : await readObject(store, manifest);
  if (read === null || 'difference' in read) return null;
  const paid = StageManifest.safeParse(jsonOf(read.bytes)).data?.result['result'];
  const evaluation = EvaluationResult.safeParse(paid).data;
  if (evaluation === undefined) return null;
  return { ref: evaluation.predictions, rows: await readRows(store, evaluation.predictions, PredictionRow) };
}
