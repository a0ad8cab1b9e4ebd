import type { CpuActivities, PackageModelInput } from '../contracts/activities.ts';
import type { FolderFile } from '../contracts/artifact.ts';
import { Example } from '../contracts/example.ts';
import { Report } from '../contracts/report.ts';
import { BundleResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { bundleHash } from '../lib/bundle/bundle-hash.ts';
import { bundleTask } from '../lib/bundle/bundle-task.ts';
import { checksums } from '../lib/bundle/checksums.ts';
import { demoExamples } from '../lib/bundle/demo-examples.ts';
import { DEMO_FILES } from '../lib/bundle/demo-files.ts';
import { baseModelFacts } from '../lib/bundle/licenses.ts';
import { modelCard } from '../lib/bundle/model-card.ts';
import { provenance } from '../lib/bundle/provenance.ts';
import { PREDICT_SCRIPTS } from '../lib/bundle/predict-scripts.ts';
import { runtimeVersions } from '../lib/bundle/runtime-versions.ts';
import { SERVER_FILES } from '../lib/bundle/server-files.ts';
import { isSimulated } from '../lib/evaluation/simulated.ts';
import { PredictionRow } from '../lib/report-page/page-facts.ts';
import { reportPage } from '../lib/report-page/report-page.ts';
import { compareEstimate } from '../lib/plan/compare-estimate.ts';
import { putBytes, putFile, readJson, readRows } from '../lib/store/blobs.ts';
import type { ObjectStore } from '../lib/store/object-store.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import { confidenceFiles } from './confidence-files.ts';
import type { CpuPorts } from './ports.ts';

const STAGE_VERSION = '7';

/** The bundle: model, predict scripts, server, demo, card, report, provenance and checksums. It tells of this build, so no other takes it over. */
export const createPackageModel =
  (ports: Pick<CpuPorts, 'store'>): CpuActivities['packageModel'] =>
  async (input) => {
    const key = { stage: 'package', stageVersion: STAGE_VERSION, inputs: { ...input, records: undefined } };
    const { result, record } = await beating(() =>
      finishOnce(ports.store, key, input.build, BundleResult, async () => ({
        result: await packageModel(ports.store, input),
        complete: true,
      })),
    );
    return { ...result, record };
  };

async function packageModel(store: ObjectStore, input: PackageModelInput) {
  const [config, spec, evaluated, predictions, validation] = await Promise.all([
    readJson(store, input.build.config, TaskConfig),
    readJson(store, input.spec, TaskSpec),
    readJson(store, input.evaluation.report, Report),
    readRows(store, input.evaluation.predictions, PredictionRow),
    readRows(store, input.dataset.validation, Example),
  ]);
  const { cost, reckoned, source = null } = input;
  const report: Report = {
    ...evaluated,
    cost,
    costs: [...input.costs],
    ...(input.spent === undefined ? {} : { spent: [...input.spent] }),
    ...(reckoned === null
      ? {}
      : { estimate: compareEstimate(reckoned.estimate, { ...cost, minutes: reckoned.minutes }) }),
  };
  const sure = await confidenceFiles(store, input, spec);
  const task = bundleTask(spec, { ...input.trained, ships: input.evaluation.ships, ...sure.task });
  const base = baseModelFacts(input.trained.baseModel, input.trained.baseLicense);
  const teacher = {
    model: config.teacher.model,
    simulated: isSimulated(config.teacher.identity),
    reported: input.evaluation.spending.reported,
  };
  const rows = { train: input.dataset.trainRows, validation: input.dataset.validationRows, test: input.holdout.rows };
  const text = (path: string, content: string) => put(store, path, content);
  const lasting = [
    ...input.exported.files,
    await text('task.json', pretty(task)),
    ...sure.files,
    await text('demo/examples.json', pretty(demoExamples(spec, validation))),
    ...(await Promise.all(
      [...PREDICT_SCRIPTS, ...SERVER_FILES, ...DEMO_FILES].map(async ({ path, file }) => ({
        ...(await putFile(store, file)),
        path,
      })),
    )),
  ];
  const hash = bundleHash(lasting, report);
  const facts = { config, bundleHash: hash, base, teacher, versions: await runtimeVersions() };
  const from = provenance(input, facts);
  const page = { report, instruction: task.instruction, provenance: from, predictions };
  const telling = await Promise.all([
    text('README.md', modelCard({ task, report, base, teacher, rows, source, seed: config.seed, language: null })),
    text('report.json', pretty(report)),
    text('report.html', reportPage(page)),
    text('provenance.json', pretty(from)),
  ]);
  const files = [...lasting, ...telling];
  const sums = await text('SHA256SUMS', checksums(files));
  const all = [...files, sums];
  return { files: all, bundleHash: hash, bytes: all.reduce((sum, file) => sum + file.bytes, 0) };
}

const put = async (store: ObjectStore, path: string, content: string): Promise<FolderFile> => ({
  ...(await putBytes(store, content)),
  path,
});

const pretty = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
