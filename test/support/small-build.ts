import type { Estimate } from '../../contracts/plan.ts';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { createPackageModel } from '../../activities/package-model.ts';
import { createRecordBuild } from '../../activities/record-build.ts';
import type {
  BuildContext,
  Bundle,
  PackageModelInput,
  RecordBuildInput,
  StageRecord,
} from '../../contracts/activities.ts';
import type { StageCost } from '../../contracts/budget.ts';
import type { Example } from '../../contracts/example.ts';
import type { Report } from '../../contracts/report.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { modelHash } from '../../lib/bundle/bundle-hash.ts';
import { openTest } from '../../lib/evaluation/openings.ts';
import { putBytes, putJson, putRows } from '../../lib/store/blobs.ts';
import { putFolder } from '../../lib/store/folders.ts';
import { finishOnce } from '../../lib/store/stage-memo.ts';
import { taskHash } from '../../lib/task/task-config.ts';
import { textOfLine } from '../../lib/teacher/journal-line.ts';
import { z } from 'zod';
import { createMemoryStore, type MemoryStore } from './memory-store.ts';
import { journalLine } from './scripted-lines.ts';
import { UNCONSTRAINED } from '../../lib/task/unconstrained.ts';
import { ANY_STUDENT } from './any-student.ts';

export interface SmallBuild {
  readonly store: MemoryStore;
  readonly buildId: string;
  readonly bundle: Bundle;
}

/** What a test may want to be otherwise. */
export interface SmallBuildWish {
  readonly prompt?: string;
  /** Inputs of the training rows. */
  readonly inputs?: readonly string[];
  readonly report?: Partial<Report>;
  readonly answer?: string;
  readonly spec?: Partial<TaskSpec>;
  /** Everybody's answers to the test rows, in place of `tested`. */
  readonly predictions?: readonly Readonly<Record<string, unknown>>[];
  /** Rows of the test, with what the student answered, and the released version where it was asked; default: two rows. */
  readonly tested?: readonly TestedRow[];
  /** Names of the labels. */
  readonly labels?: readonly string[];
  /** What the int8 file holds. */
  readonly weights?: string;
  /** Folder of a model that can answer, in place of files that only look like one. */
  readonly model?: string;
}

export interface TestedRow {
  readonly input: string;
  readonly output: string;
  readonly student: string;
  readonly released?: string;
}

/** A labels build of a few rows, written by the project's own code: every sort of object that a build leaves in a store. */
export async function smallBuild(
  wish: SmallBuildWish = {},
  store: MemoryStore = createMemoryStore(),
): Promise<SmallBuild> {
  const gold = (wish.tested ?? GOLD).map(({ input, output }) => ({ input, output }));
  const config = {
    ...CONFIG,
    prompt: wish.prompt ?? CONFIG.prompt,
    labels: (wish.labels ?? ['a', 'b']).map((name) => ({ name, description: null })),
    test: await putRows(store, gold),
  };
  const buildId = `triage-${taskHash(config).slice(0, 12)}-01a1fd60`;
  const build: BuildContext = {
    buildId,
    name: 'triage',
    config: await putJson(store, config),
    teacher: { baseUrl: 'http://127.0.0.1:1/v1', apiKeyEnv: null, price: null },
    fresh: false,
  };
  const records: StageRecord[] = [];
  const stage = async <Result extends Record<string, unknown>>(
    name: string,
    inputs: object,
    result: Result,
  ): Promise<Result> => {
    const key = { stage: name, stageVersion: '1', inputs: { ...inputs } };
    const work = async () => ({ result, complete: true });
    const done = await finishOnce<Record<string, unknown>>(store, key, build, ANY, work);
    records.push(done.record);
    return result;
  };
  const parts = await runStages(store, config, wish, stage);
  const { spec, families, ...made } = parts;
  for (const family of families) {
    const line = journalLine(wish.answer ?? 'answer', { build: buildId });
    await store.put(`calls/${family}/0000000000001-host-1.jsonl`, { bytes: Buffer.from(textOfLine(line)) }, 'always');
  }
  if (made.report.gate.opening !== null)
    await openTest(store, made.holdout.test.sha256, made.exported.modelHash, buildId);
  const record = { stage: 'x', manifest: 'x', inputHash: 'x', sha256: 'x', reused: false };
  const input: PackageModelInput = {
    build,
    spec,
    holdout: { ...made.holdout, evaluation: NOTHING, record },
    dataset: { ...made.dataset, record },
    trained: { ...made.trained, record },
    exported: { ...made.exported, record },
    evaluation: { ...made.evaluation, spending: SPENDING, cut: null, record },
    cost: COST,
    costs: COSTS,
    reckoned: { estimate: ESTIMATE, minutes: 2 },
    records: [...records],
  };
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  const packageModel = createPackageModel({ store });
  const bundle = await environment.run<[PackageModelInput], Bundle, typeof packageModel>(packageModel, input);
  await createRecordBuild({ store })(recordInput(input, [...records, bundle.record], bundle));
  return { store, buildId, bundle };
}

const ANY = z.record(z.string(), z.unknown());

type Stage = <Result extends Record<string, unknown>>(name: string, inputs: object, result: Result) => Promise<Result>;

/** The stages that leave manifests, in the order they finish. */
async function runStages(store: MemoryStore, config: TaskConfig, wish: SmallBuildWish, stage: Stage) {
  const spec = await putJson(store, { ...SPEC, instruction: config.prompt, labels: config.labels, ...wish.spec });
  const tested = wish.tested ?? GOLD;
  const families = ['label-input-0123456789abcdef'];
  const rows = (wish.inputs ?? ['late parcel', 'wrong bill']).map((input) => example(input, 'a', 'generated'));
  const labelled = await putRows(store, rows);
  await stage(
    'label-inputs',
    { spec, rows: rows.length },
    {
      result: { rows: labelled, accepted: rows.length, asked: 2, dropped: {} },
      buildId: 'any',
      spending: SPENDING,
      families,
    },
  );
  const holdout = await stage(
    'holdout',
    { test: config.test },
    {
      test: await putRows(
        store,
        tested.map(({ input, output }) => example(input, output, 'gold')),
      ),
      rows: tested.length,
      origin: 'gold' as const,
      confirmed: false,
      goldForTraining: await putRows(store, []),
    },
  );
  const report: Report = { ...REPORT, ...wish.report };
  const dataset = await stage(
    'assemble',
    { generated: [labelled], seed: config.seed },
    {
      train: await putRows(store, rows.slice(0, 1)),
      validation: await putRows(store, rows.slice(1)),
      report: await putJson(store, report.data),
      trainRows: 1,
      validationRows: rows.length - 1,
    },
  );
  const { export: exportFacts, ...training } = report.training;
  const trained = await stage(
    'train',
    { train: dataset.train },
    {
      model: [{ ...(await putBytes(store, 'weights')), path: 'model.safetensors' }],
      training: await putJson(store, training),
      family: 'encoder' as const,
      baseModel: 'minilm',
      baseLicense: 'apache-2.0',
      steps: 4,
      validationLoss: 0.5,
      validationLosses: [0.5],
      seconds: 1,
      cut: false,
      maxInputTokens: 64,
      maxOutputTokens: 2,
    },
  );
  const files =
    wish.model === undefined
      ? [
          { ...(await putBytes(store, 'fp32 file')), path: 'onnx/model.onnx' },
          { ...(await putBytes(store, wish.weights ?? 'int8 file')), path: 'onnx/model_quantized.onnx' },
        ]
      : (await putFolder(store, wish.model)).filter(({ path }) => path !== 'task.json');
  const facts = await putJson(store, exportFacts ?? null);
  // Another candidate of the search, which was not chosen.
  const others = [{ ...(await putBytes(store, 'another student')), path: 'onnx/model.onnx' }];
  await stage('export', { model: others }, { files: others, modelHash: modelHash(others), facts });
  const hash = modelHash(files);
  // Builds of one store with other weights must not share the manifest.
  const exported = await stage('export', { model: trained.model, hash }, { files, modelHash: hash, facts });
  const evaluation = {
    report: await putJson(store, report),
    predictions: await putRows(store, wish.predictions ?? tested.map(predictionOf)),
    verdict: report.verdict,
    score: 0.5,
    ships: 'int8' as const,
  };
  await stage(
    'evaluate',
    { model: exported.modelHash },
    { result: evaluation, buildId: 'any', spending: SPENDING, families: [] },
  );
  return { spec, families, holdout, dataset, trained, exported, evaluation, report };
}

const recordInput = (input: PackageModelInput, records: readonly StageRecord[], bundle: Bundle): RecordBuildInput => ({
  build: input.build,
  workflowId: `build/${input.build.buildId.slice(0, -9)}`,
  state: 'done',
  failure: null,
  spec: input.spec,
  records,
  interventions: [],
  verdict: input.evaluation.verdict,
  cost: input.cost,
  costs: input.costs,
  bundle: { files: bundle.files, bundleHash: bundle.bundleHash },
});

const NOTHING = { usd: 0, tokens: 0, calls: 0 };
const PAID = { usd: 0.5, inputTokens: 20, outputTokens: 4, calls: 2 };
const SPENDING = {
  charged: { usd: 0.5, tokens: 24, calls: 2 },
  paid: PAID,
  reused: 0,
  rejected: {},
  reported: ['model schema'],
};
const COST = { ...PAID, tokens: 24 };
const INTERVAL = { low: 1, middle: 2, high: 3 };
const EXPECTED = { calls: INTERVAL, tokens: INTERVAL, usd: INTERVAL, minutes: INTERVAL };
const ESTIMATE: Estimate = { version: 1, basis: 'pilot', hasPrice: true, stages: [], total: EXPECTED };

const COSTS: readonly StageCost[] = [{ stage: 'generate', paid: PAID, reused: 3, rejected: { 'off-schema': 1 } }];

const GOLD: readonly TestedRow[] = [
  { input: 'where is my parcel', output: 'a', student: 'a' },
  { input: 'the bill is wrong', output: 'b', student: 'a' },
];

const example = (input: string, output: string, origin: Example['origin']): Example => ({
  id: input.replaceAll(' ', '-'),
  input,
  output,
  origin,
  votes: origin === 'gold' ? [] : [output],
  agreement: 1,
  group: input,
});

const CONFIG: TaskConfig = {
  version: 1,
  name: 'triage',
  prompt: 'Sort the message.\nAnswer a or b.',
  examples: null,
  test: null,
  kind: 'labels',
  labels: [
    { name: 'a', description: null },
    { name: 'b', description: null },
  ],
  constraints: UNCONSTRAINED,
  metric: 'accuracy',
  teacher: { model: 'm', identity: 'simulated-1', votes: 3 },
  retrieve: { policy: 'none', hub: false, sources: null },
  generate: { rows: 2, testRows: 2, rounds: 1 },
  student: ANY_STUDENT,
  train: { steps: null, trials: 1 },
  gate: { margin: 0.05, openings: 1 },
  seed: 1,
};

const SPEC: TaskSpec = {
  version: 1,
  name: 'triage',
  instruction: CONFIG.prompt,
  kind: 'labels',
  fields: null,
  labels: CONFIG.labels,
  constraints: CONFIG.constraints,
  metric: 'accuracy',
  metricReason: 'labels',
  instructionEnglish: null,
  language: null,
  notes: [],
  demonstrations: [],
};

const predictionOf = ({ input, output, student, released }: TestedRow) => ({
  id: input.replaceAll(' ', '-'),
  input,
  expected: output,
  answers: {
    'student-int8': student,
    'student-fp32': student,
    teacher: output,
    majority: 'a',
    ...(released === undefined ? {} : { released }),
  },
});

const score = { on: 'gold', metric: 'accuracy', low: 0.1, high: 0.9, n: 2 } as const;

const REPORT: Report = {
  version: 1,
  task: { name: 'triage', kind: 'labels', metric: 'accuracy', labels: ['a', 'b'] },
  scores: [
    { ...score, who: 'student-int8', value: 0.5 },
    { ...score, who: 'student-fp32', value: 0.5 },
    { ...score, who: 'teacher', value: 1 },
    { ...score, who: 'majority', value: 0.5 },
  ],
  verdict: { decision: 'unproven', reason: 'Too few rows.' },
  cost: { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 },
  files: [
    { path: 'onnx/model.onnx', bytes: 9, p50Ms: 2 },
    { path: 'onnx/model_quantized.onnx', bytes: 9, p50Ms: 1 },
  ],
  ships: { file: 'int8', reason: 'smaller' },
  warnings: ['The teacher is simulated.'],
  comparisons: [
    {
      student: 'student-int8',
      other: 'teacher',
      metric: 'accuracy',
      difference: -0.5,
      low: -0.9,
      high: 0.2,
      mcnemarP: 1,
    },
  ],
  gate: { margin: 0.05, lowerLimit: -0.9, opening: 1, openingsAllowed: 1, rowsToSettle: 300 },
  exportChanges: [{ from: 'fp32', to: 'int8', on: 'test', rows: 2, changedAnswers: 0, maxLogitDifference: 0.1 }],
  data: { duplicates: 0 },
  training: {
    curve: [1, 2, 3, 4].map((step) => ({ step, loss: 1 / step })),
    validation: [
      { step: 2, loss: 0.8 },
      { step: 4, loss: 0.6 },
    ],
    steps: 4,
    bestStep: 4,
    stoppedBy: 'epochs',
    trainRows: 1,
    parameters: 22_713_986,
    device: 'cpu',
    export: { opset: 18 },
  },
  teacher: { model: 'm', identity: 'simulated-1', votes: 3, simulated: true },
  machine: { processor: 'EPYC', threads: 1 },
};
