import { BundleTask } from '../../contracts/bundle-task.ts';
import { Example } from '../../contracts/example.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { Report } from '../../contracts/report.ts';
import { PredictionRow } from '../report-page/page-facts.ts';
import { readJson, readRows } from '../store/blobs.ts';
import type { ObjectStore } from '../store/object-store.ts';
import type { DraftVersion } from './draft-version.ts';

/** A model with what it answered on its test rows. */
export interface TestedModel {
  readonly task: BundleTask;
  readonly report: Report;
  readonly rows: readonly PredictionRow[];
  /** Group of each row, by its id. */
  readonly groups: ReadonlyMap<string, string>;
  readonly bundleHash: string;
}

/** @throws StageFailure `store-corrupt` where a part of it is gone or damaged */
export async function readTestedModel(store: ObjectStore, version: DraftVersion): Promise<TestedModel> {
  const fileOf = (path: string) => {
    const file = version.bundle.files.find((one) => one.path === path);
    if (file !== undefined) return file;
    throw new StageFailure('store-corrupt', `The bundle of the build ${version.buildId} has no ${path}.`);
  };
  const [task, report, rows, test] = await Promise.all([
    readJson(store, fileOf('task.json'), BundleTask),
    readJson(store, fileOf('report.json'), Report),
    readRows(store, version.predictions, PredictionRow),
    readRows(store, version.test, Example),
  ]);
  const groups = new Map(test.map(({ id, group }) => [id, group]));
  return { task, report, rows, groups, bundleHash: version.bundle.bundleHash };
}
