import type { ArtifactRef } from '../../contracts/artifact.ts';
import type { StageManifest } from '../../contracts/manifest.ts';
import { TaskConfig } from '../../contracts/task-config.ts';
import { blobKey } from '../store/blobs.ts';
import { inParallel } from '../store/in-parallel.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { referencesIn } from '../store/references.ts';
import { isSealed } from '../store/seal.ts';
import { taskHash } from '../task/task-config.ts';
import { BuildRecord, buildRecordKey } from './build-record.ts';
import { checkBlobs } from './check-blobs.ts';
import { checkBundleFiles } from './check-bundle-files.ts';
import { checkJournal } from './check-journal.ts';
import { checkLabels } from './check-labels.ts';
import { checkManifest } from './check-manifest.ts';
import { checkRegistry } from './check-registry.ts';
import { compared, type Difference } from './difference.ts';
import { jsonOf, readObject } from './read-object.ts';

export interface VerifiedBuild {
  /** Everything that differs; empty where the build is whole. */
  readonly differences: readonly Difference[];
  readonly manifests: number;
  readonly blobs: number;
  readonly segments: number;
  readonly lines: number;
  readonly bytes: number;
}

/** How far the reading has come, in bytes. */
export type OnProgress = (done: number, total: number) => void;

const READS = 8;

/**
 * Recomputes every hash of a build that ended: its record, the manifests of its stages, the blobs they name, the answers
 * they were given, the hashes made of these, and what the registry has under its name. Reads all of its bytes once.
 * @throws StageFailure `store-unreachable`, `store-refused`
 */
export async function verifyBuild(store: ObjectStore, buildId: string, onProgress: OnProgress): Promise<VerifiedBuild> {
  const { record, differences: inRecord } = await checkRecord(store, buildId);
  if (record === null) return { differences: inRecord, manifests: 0, blobs: 0, segments: 0, lines: 0, bytes: 0 };
  const records = [...new Map(record.records.map((one) => [one.manifest, one])).values()];
  const checked = await inParallel(records, READS, (one) => checkManifest(store, one));
  const manifests = checked.flatMap(({ manifest }) => manifest ?? []);
  const config = await readConfig(store, record);
  const references = allReferences(record, manifests, config);
  const total = references.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytes = 0;
  const onBytes = (more: number): void => {
    bytes += more;
    onProgress(Math.min(bytes, total), total);
  };
  const inBlobs = await checkBlobs(store, references, onBytes);
  const journal = await checkJournal(store, manifests, onBytes);
  const inRegistry = await checkRegistry(store, record.build);
  const inBundle = record.bundle === null ? [] : await checkBundleFiles(store, record.bundle, manifests);
  return {
    differences: [
      ...inRecord,
      ...checkTaskHash(buildId, config),
      ...checked.flatMap(({ differences }) => differences),
      ...inBlobs,
      ...journal.differences,
      ...inBundle,
      ...(await checkLabels(store, buildId)),
      ...inRegistry,
    ],
    manifests: manifests.length,
    blobs: references.length,
    segments: journal.segments,
    lines: journal.lines,
    bytes,
  };
}

async function checkRecord(
  store: ObjectStore,
  buildId: string,
): Promise<{ readonly record: BuildRecord | null; readonly differences: readonly Difference[] }> {
  const key = buildRecordKey(buildId);
  const read = await readObject(store, key);
  if ('difference' in read) return { record: null, differences: [read.difference] };
  const sealed = isSealed(read.bytes.toString()) ? 'as sealed' : 'something else';
  const record = BuildRecord.safeParse(jsonOf(read.bytes)).data ?? null;
  return {
    record,
    differences: [
      ...compared(key, 'content, by its own hash', 'as sealed', sealed),
      ...(record === null
        ? [{ place: key, what: 'content', expected: 'the record of a build', found: 'something else' }]
        : compared(key, 'build id, by its key', buildId, record.build.buildId)),
    ],
  };
}

/** Null where it cannot be read, which the check of its blob says. */
async function readConfig(store: ObjectStore, record: BuildRecord): Promise<TaskConfig | null> {
  const read = await readObject(store, blobKey(record.build.config.sha256));
  return 'difference' in read ? null : (TaskConfig.safeParse(jsonOf(read.bytes)).data ?? null);
}

function allReferences(
  record: BuildRecord,
  manifests: readonly StageManifest[],
  config: TaskConfig | null,
): readonly ArtifactRef[] {
  const { build, spec, bundle } = record;
  return referencesIn([build.config, spec, bundle?.files ?? [], config, manifests.map(({ result }) => result)]);
}

/** A build id names the task by the first digits of its hash. */
function checkTaskHash(buildId: string, config: TaskConfig | null): readonly Difference[] {
  const named = /-([0-9a-f]{12})-[0-9a-f]{8}$/.exec(buildId)?.[1];
  if (config === null || named === undefined) return [];
  return compared(
    `build id ${buildId}`,
    "task hash, by the task's configuration",
    taskHash(config).slice(0, 12),
    named,
  );
}
