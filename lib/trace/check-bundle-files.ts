import type { FolderFile } from '../../contracts/artifact.ts';
import { Report } from '../../contracts/report.ts';
import { ExportedStudentResult, HoldoutResult } from '../../contracts/stage-results.ts';
import type { StageManifest } from '../../contracts/manifest.ts';
import { bundleHash, modelHash } from '../bundle/bundle-hash.ts';
import { checksums } from '../bundle/checksums.ts';
import { openingKey } from '../evaluation/openings.ts';
import { blobKey } from '../store/blobs.ts';
import { sha256Of } from '../store/canonical-json.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { isSealed } from '../store/seal.ts';
import type { BuildRecord } from './build-record.ts';
import { compared, type Difference } from './difference.ts';
import { jsonOf, readObject } from './read-object.ts';

/** Hashes that are made of other hashes: of the model, of the bundle and its checksums; and the opening of the test. */
export async function checkBundleFiles(
  store: ObjectStore,
  bundle: NonNullable<BuildRecord['bundle']>,
  manifests: readonly StageManifest[],
): Promise<readonly Difference[]> {
  const exports = manifests
    .filter(({ stage }) => stage === 'export')
    .flatMap(({ result }) => ExportedStudentResult.safeParse(result).data ?? []);
  // Every candidate of the search was exported; one of them was judged, and is in the bundle.
  const judged = manifests.findLast(({ stage }) => stage === 'evaluate')?.inputs['model'];
  const exported = exports.find(({ modelHash: hash }) => hash === judged);
  const holdout = HoldoutResult.safeParse(manifests.find(({ stage }) => stage === 'holdout')?.result).data;
  const report = await readReport(store, bundle.files);
  const sums = bundle.files.find(({ path }) => path === 'SHA256SUMS')?.sha256 ?? 'none';
  return [
    ...compared('SHA256SUMS of the bundle', "SHA-256, by the bundle's files", sha256Of(checksums(bundle.files)), sums),
    ...exports.flatMap(({ modelHash: hash, files }) =>
      compared('model', 'model hash, by its files', hash, modelHash(files)),
    ),
    ...(typeof judged !== 'string' || exported !== undefined
      ? []
      : compared('model', 'exported, by the evaluation', judged, exports.map((one) => one.modelHash).join(', '))),
    ...(report === undefined
      ? []
      : compared(
          'bundle',
          'bundle hash, by its files and scores',
          bundle.bundleHash,
          bundleHash(bundle.files, report),
        )),
    ...(exported === undefined || holdout === undefined || report === undefined || report.gate.opening === null
      ? []
      : await checkOpening(store, openingKey(holdout.test.sha256, exported.modelHash), report.gate.opening)),
  ];
}

/** Undefined where it cannot be read, which the check of its blob says. */
async function readReport(store: ObjectStore, files: readonly FolderFile[]): Promise<Report | undefined> {
  const file = files.find(({ path }) => path === 'report.json');
  if (file === undefined) return undefined;
  const read = await readObject(store, blobKey(file.sha256));
  return 'difference' in read ? undefined : Report.safeParse(jsonOf(read.bytes)).data;
}

async function checkOpening(store: ObjectStore, key: string, number: number): Promise<readonly Difference[]> {
  const read = await readObject(store, key);
  if ('difference' in read) return [read.difference];
  const sealed = isSealed(read.bytes.toString()) ? 'as sealed' : 'something else';
  const opening: unknown = jsonOf(read.bytes);
  const counted = typeof opening === 'object' && opening !== null && 'number' in opening ? opening.number : null;
  return [
    ...compared(key, 'content, by its own hash', 'as sealed', sealed),
    ...compared(key, 'number of the opening, by the report', String(number), String(counted)),
  ];
}
