import { Report } from '../../contracts/report.ts';
import type { ModelVersion } from '../../contracts/registry.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { readJson } from '../store/blobs.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { BuildRecord } from '../trace/build-record.ts';
import { readBuildResults } from '../trace/build-results.ts';
import { ProvenanceFile } from '../trace/provenance-file.ts';

/** A version without its number, which is given when it is stored. */
export type DraftVersion = Omit<ModelVersion, 'number'>;

/**
 * The version that a build's bundle would be; null where the build has none.
 * @throws StageFailure `store-corrupt` where what the record names cannot be read
 */
export async function draftVersion(store: ObjectStore, record: BuildRecord): Promise<DraftVersion | null> {
  const { bundle, build } = record;
  if (bundle === null) return null;
  const { holdout, evaluation } = await readBuildResults(store, record);
  const fileOf = (path: string) => bundle.files.find((file) => file.path === path);
  const [reportFile, provenanceFile] = [fileOf('report.json'), fileOf('provenance.json')];
  if (holdout === null || evaluation === null || reportFile === undefined || provenanceFile === undefined) {
    throw new StageFailure(
      'store-corrupt',
      `The build ${build.buildId} lacks part of what its record names: npm run p2m -- verify ${build.buildId} says what.`,
    );
  }
  const report = await readJson(store, reportFile, Report);
  const { modelHash } = await readJson(store, provenanceFile, ProvenanceFile);
  return {
    version: 1,
    name: build.name,
    buildId: build.buildId,
    bundle,
    modelHash,
    ships: report.ships.file,
    verdict: report.verdict,
    score: { metric: report.task.metric, on: holdout.origin, value: evaluation.score },
    test: holdout.test,
    predictions: evaluation.predictions,
  };
}
