import { BundleTask } from '../contracts/bundle-task.ts';
import type { Example } from '../contracts/example.ts';
import { StageFailure } from '../contracts/failure.ts';
import type { ModelVersion } from '../contracts/registry.ts';
import type { ReportedRelease } from '../contracts/report.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import type { Answers } from '../lib/evaluation/answers.ts';
import type { SeenRelease } from '../lib/registry/released-for-build.ts';
import { taskDifference } from '../lib/registry/task-difference.ts';
import { readJson } from '../lib/store/blobs.ts';
import { fetchFolder } from '../lib/store/folders.ts';
import type { CpuPorts } from './ports.ts';
import { PREDICTION_THREADS, type Watch } from './predict-files.ts';

export interface AnsweredReleased {
  readonly answers: Pick<Answers, 'released'>;
  /** Whom the answers are of; null where nobody answered. */
  readonly release: ReportedRelease | null;
  /** Why nobody did. */
  readonly remarks: readonly string[];
}

/** What no prediction reads. */
const NOT_READ =
  /^(?:README\.md|report\.[^/]*|provenance\.json|SHA256SUMS|model\.safetensors|predict\.(?:mjs|py)|(?:server|demo)\/.*)$/;

/**
 * The answers of the released version's shipping file to the test rows. A version that answers another task, or whose
 * files are damaged, is left out and the report says so: a build does not fail for what an older one left.
 */
export async function answerReleased(
  { store, predict }: Pick<CpuPorts, 'store' | 'predict'>,
  seen: SeenRelease,
  spec: TaskSpec,
  test: readonly Example[],
  watch: Watch,
  folder: string,
): Promise<AnsweredReleased> {
  if (seen.state === 'none') return { answers: {}, release: null, remarks: [] };
  if (seen.state === 'unreadable') return leftOut('The released version', seen.why);
  const { version } = seen;
  const refused = await whyNot(() => fetchModel({ store }, version, spec, folder));
  if (refused !== null) return leftOut(`The released version ${version.number}`, refused);
  const inputs = test.map((row) => row.input);
  const released: string[] = [];
  const job = { folder, file: version.ships, inputs, threads: PREDICTION_THREADS, signal: watch.signal };
  for await (const { output } of predict(job)) {
    released.push(output);
    watch.progress({ doing: 'released version on test rows', done: released.length, of: inputs.length });
  }
  const { name, number, buildId, bundle } = version;
  return { answers: { released }, release: { name, number, buildId, bundleHash: bundle.bundleHash }, remarks: [] };
}

const leftOut = (title: string, why: string): AnsweredReleased => ({
  answers: {},
  release: null,
  remarks: [`${title} is not compared with the student: ${why}.`],
});

/** Brings the files of the version; gives why its answers could not be compared, null where they can. */
async function fetchModel(
  { store }: Pick<CpuPorts, 'store'>,
  { bundle, buildId }: ModelVersion,
  spec: TaskSpec,
  folder: string,
): Promise<string | null> {
  const taskFile = bundle.files.find(({ path }) => path === 'task.json');
  if (taskFile === undefined) return `the bundle of ${buildId} has no task.json`;
  const difference = taskDifference(await readJson(store, taskFile, BundleTask), spec);
  if (difference !== null) return `it answers another task (${difference})`;
  const files = bundle.files.filter(({ path }) => !NOT_READ.test(path));
  await fetchFolder(store, files, folder);
  return null;
}

async function whyNot(work: () => Promise<string | null>): Promise<string | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof StageFailure && error.kind === 'store-corrupt') return error.message;
    throw error;
  }
}
