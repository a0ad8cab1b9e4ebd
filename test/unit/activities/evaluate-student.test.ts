import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createEvaluateStudent } from '../../../activities/evaluate-student.ts';
import type { CpuPorts } from '../../../activities/ports.ts';
import type { EvaluateStudentInput, Evaluation } from '../../../contracts/activities.ts';
import { Report } from '../../../contracts/report.ts';
import type { Example } from '../../../contracts/example.ts';
import type { TaskSpec } from '../../../contracts/task-spec.ts';
import type { Predictor } from '../../../lib/inference/predictor.ts';
import { languagesOf } from '../../../lib/evaluation/languages-of.ts';
import { promote } from '../../../lib/registry/promote.ts';
import { putBytes, putJson, putRows, readJson } from '../../../lib/store/blobs.ts';
import type { Teacher } from '../../../lib/teacher/teacher.ts';
import { GRANT } from '../../support/activity-bench.ts';
import { createTestRegistry, order, shippingBuild, type TestRegistry } from '../../support/released-builds.ts';
import { scriptedActivities } from '../../support/scripted-activities.ts';
import { storedTaskInTest } from '../../support/stored-task-in-test.ts';
import { TRIAGE_SPEC } from '../../support/triage-spec.ts';
import { createWordEmbedder } from '../../support/word-embedder.ts';

const scratch = await mkdtemp(join(tmpdir(), 'evaluate-'));
afterAll(() => rm(scratch, { recursive: true }));
// The detector's tables take a second to load, more where other tests run.
beforeAll(() => languagesOf([]));

const SPEC = { ...TRIAGE_SPEC, labels: ['a', 'b'].map((name) => ({ name, description: null })) };
const TFIDF = { version: 1, vocabulary: {}, idf: [], coefficients: [[], []], intercepts: [0, 0], labels: ['a', 'b'] };
const SEARCH = {
  version: 1,
  metric: 'accuracy',
  rows: 2,
  students: [],
  trials: [],
  importances: [],
  leftOut: [],
  reason: '',
};

const TEST: readonly Example[] = Array.from({ length: 50 }, (_, row) => ({
  id: `id${row}`,
  input: `message ${row}`,
  output: row < 30 ? 'a' : 'b',
  origin: 'gold',
  votes: [],
  agreement: 1,
  group: `g${row}`,
}));

/** The student says a, the released version, which lies in a folder of its own, says b. */
const predict: Predictor = async function* predict({ folder, inputs }) {
  const says =
    basename(folder) === 'released' ? { output: 'b', scores: [0.1, 0.9] } : { output: 'a', scores: [0.9, 0.1] };
  const logits = says.scores.map((score) => Math.log(score));
  for (const index of inputs.keys()) yield { index, ...says, logits, ms: 1 };
};

/** A teacher whose every answer breaks the task's rules. */
const ask: Teacher['ask'] = async function* ask(_account, _family, requests) {
  for (const index of requests.keys()) yield { index, rejected: 'off-schema' };
};

async function inputOf(
  { store }: TestRegistry,
  run: string,
  spec: TaskSpec,
  test: readonly Example[],
): Promise<EvaluateStudentInput> {
  const canned = scriptedActivities().activities;
  const none = Object.create(null);
  const facts = await putJson(store, {});
  const example = { ...none, trial: { candidate: { family: 'encoder', base: 'minilm' }, number: 0, changes: {} } };
  const trained = await canned.trainStudent(example);
  const files = [{ ...(await putBytes(store, 'student')), path: 'onnx/model_quantized.onnx' }];
  const few = await putRows(store, test.slice(0, 2));
  return {
    build: {
      buildId: `triage-0123456789ab-${run}`,
      name: 'triage',
      config: await putJson(store, storedTaskInTest('triage', 1).config),
      teacher: { baseUrl: '', apiKeyEnv: null, price: null },
      fresh: false,
    },
    spec: await putJson(store, spec),
    holdout: { ...(await canned.fixHoldout(none)), test: await putRows(store, test), origin: 'gold', confirmed: false },
    dataset: { ...(await canned.assembleDataset(none)), train: few, validation: few, report: facts },
    trained: { ...trained, training: facts, model: [{ ...(await putJson(store, TFIDF)), path: 'tfidf.json' }] },
    exported: { ...(await canned.exportStudent(none)), files, facts },
    search: await putJson(store, SEARCH),
    remarks: [],
    grant: GRANT,
  };
}

async function evaluate(registry: TestRegistry, run: string, spec: TaskSpec = SPEC, test = TEST) {
  const input = await inputOf(registry, run, spec, test);
  const unused: CpuPorts = Object.create(null);
  const activity = createEvaluateStudent({
    ...unused,
    store: registry.store,
    embedder: createWordEmbedder(),
    scratch,
    predict,
    teacher: {
      ...unused.teacher,
      probe: async () => undefined,
      worstCase: () => ({ usd: 0, tokens: 0, calls: 0 }),
      ask,
    },
    journal: { ...unused.journal, compact: async () => undefined },
  });
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  const evaluation = await environment.run<[EvaluateStudentInput], Evaluation, typeof activity>(activity, input);
  return { evaluation, report: await readJson(registry.store, evaluation.report, Report) };
}

it('scores the released version on the same rows, and evaluates again once another one is released', async () => {
  const registry = createTestRegistry();
  const before = await evaluate(registry, '00000001');
  expect(before.report.scores.some(({ who }) => who === 'released')).toBe(false);
  expect(before.report.released).toBeUndefined();
  expect((await evaluate(registry, '00000002')).evaluation.record.reused).toBe(true);

  const draft = await shippingBuild(registry, 'one');
  await promote(registry, draft, order());
  const { evaluation, report } = await evaluate(registry, '00000003');
  expect(evaluation.record.reused).toBe(false);
  expect(report.released).toEqual({
    name: 'triage',
    number: 1,
    buildId: draft.buildId,
    bundleHash: draft.bundle.bundleHash,
  });
  const accuracy = report.scores.filter(({ metric }) => metric === 'accuracy');
  expect(accuracy.map(({ who, value, n }) => [who, value, n])).toEqual([
    ['student-int8', 0.6, 50],
    ['student-fp32', 0.6, 50],
    ['teacher', 0, 50],
    ['teacher-vote', 0, 50],
    ['majority', 0.6, 50],
    ['nearest', 0.6, 50],
    ['tfidf', 0.6, 50],
    ['released', 0.4, 50],
  ]);
  // The build that looked before the promotion still compares with nothing.
  expect((await evaluate(registry, '00000001')).evaluation.record).toEqual({
    ...before.evaluation.record,
    reused: true,
  });
});

it('reads the answers to a task of code as programs', async () => {
  const spec = { ...SPEC, kind: 'code', labels: null, metric: 'chrf++' } as const;
  const written = TEST.map((row) => ({ ...row, output: `b = ${row.output}\nreturn b` }));
  const { report } = await evaluate(createTestRegistry(), '00000001', spec, written);
  expect(report.code).toEqual({ language: 'Python', broken: 0, rows: 50 });
  // The student says `a`; the neighbour repeats the program of one of two rows, both with `a`.
  const syntax = report.scores.filter(({ metric }) => metric === 'syntax-match');
  expect(syntax.map(({ who, value }) => [who, value])).toEqual([
    ['student-int8', 0],
    ['student-fp32', 0],
    ['teacher', 0],
    ['teacher-vote', 0],
    ['majority', 1],
    ['nearest', 1],
  ]);
  const others = TEST.map((row) => ({ ...row, output: `func f() { defer ${row.output}() }` }));
  const go = await evaluate(createTestRegistry(), '00000001', spec, others);
  expect(go.report.code).toBeUndefined();
  expect(go.report.warnings).toContainEqual(expect.stringContaining('most likely Go'));
});
