import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { answerReleased } from '../../../activities/answer-released.ts';
import type { Example } from '../../../contracts/example.ts';
import type { PredictionJob, Predictor } from '../../../lib/inference/predictor.ts';
import { identityOfRelease, releasedForBuild, releasedKey } from '../../../lib/registry/released-for-build.ts';
import { promote } from '../../../lib/registry/promote.ts';
import { createTestRegistry, order, shippingBuild } from '../../support/released-builds.ts';
import { TRIAGE_SPEC } from '../../support/triage-spec.ts';

const folder = await mkdtemp(join(tmpdir(), 'released-'));
afterAll(() => rm(folder, { recursive: true }));

const AB = ['b', 'a'].map((name) => ({ name, description: null }));
const SPEC = { ...TRIAGE_SPEC, name: 'triage', labels: AB };
const BUILD = { buildId: 'triage-0123456789ab-00000001', name: 'triage' };
const TEST: readonly Example[] = ['one', 'two'].map((input) => ({
  id: input,
  input,
  output: 'a',
  origin: 'gold',
  votes: [],
  agreement: 1,
  group: input,
}));

function createPredictor() {
  const jobs: { readonly job: PredictionJob; readonly files: readonly string[] }[] = [];
  const predict: Predictor = async function* predict(job) {
    jobs.push({ job, files: (await readdir(job.folder, { recursive: true })).toSorted() });
    for (const [index, input] of job.inputs.entries())
      yield { index, output: input === 'one' ? 'a' : 'b', logits: null, scores: null, ms: 1 };
  };
  return { jobs, predict };
}

async function released() {
  const registry = createTestRegistry();
  const draft = await shippingBuild(registry, 'one');
  await promote(registry, draft, order());
  return { registry, draft };
}

const watch = { signal: new AbortController().signal, progress: () => undefined };

it('answers with the shipping file of the released version, laid out as a bundle', async () => {
  const { registry, draft } = await released();
  const { jobs, predict } = createPredictor();
  const seen = await releasedForBuild(registry.store, BUILD);
  const at = join(folder, 'first');
  const answered = await answerReleased({ store: registry.store, predict }, seen, SPEC, TEST, watch, at);
  expect(answered).toEqual({
    answers: { released: ['a', 'b'] },
    release: { name: 'triage', number: 1, buildId: draft.buildId, bundleHash: draft.bundle.bundleHash },
    remarks: [],
  });
  expect(jobs.map(({ job }) => [job.folder, job.file, job.inputs, job.threads])).toEqual([
    [at, 'int8', ['one', 'two'], 1],
  ]);
  expect(jobs[0]?.files).toEqual(['onnx', 'onnx/model.onnx', 'onnx/model_quantized.onnx', 'task.json']);
});

it('asks nobody where nothing was released', async () => {
  const { store } = createTestRegistry();
  const { jobs, predict } = createPredictor();
  const seen = await releasedForBuild(store, BUILD);
  expect(await answerReleased({ store, predict }, seen, SPEC, TEST, watch, join(folder, 'none'))).toEqual({
    answers: {},
    release: null,
    remarks: [],
  });
  expect(jobs).toEqual([]);
  expect(identityOfRelease(seen)).toEqual({});
});

it('leaves out a version that answers another task, and says why', async () => {
  const { registry } = await released();
  const { jobs, predict } = createPredictor();
  const spec = { ...SPEC, labels: [...AB, { name: 'c', description: null }] };
  const seen = await releasedForBuild(registry.store, BUILD);
  const answered = await answerReleased({ store: registry.store, predict }, seen, spec, TEST, watch, folder);
  expect(answered).toEqual({
    answers: {},
    release: null,
    remarks: [
      'The released version 1 is not compared with the student: it answers another task (its labels are a, b, not a, b, c).',
    ],
  });
  expect(jobs).toEqual([]);
});

it('leaves out a version whose files are gone, and says so', async () => {
  const { registry, draft } = await released();
  const model = draft.bundle.files.find(({ path }) => path === 'onnx/model_quantized.onnx')?.sha256 ?? '';
  await registry.store.remove(`blobs/${model.slice(0, 2)}/${model}`);
  const seen = await releasedForBuild(registry.store, BUILD);
  const { predict } = createPredictor();
  const answered = await answerReleased({ store: registry.store, predict }, seen, SPEC, TEST, watch, folder);
  expect(answered.remarks).toHaveLength(1);
  expect(answered.remarks[0]).toContain(model);
});

it('looks once for a build: a promotion meanwhile changes nothing for it, and everything for the next', async () => {
  const { registry, draft } = await released();
  const first = await releasedForBuild(registry.store, BUILD);
  const second = await shippingBuild(registry, 'two');
  await promote(registry, second, order());
  expect(await releasedForBuild(registry.store, BUILD)).toEqual(first);
  expect(identityOfRelease(first)).toEqual({ released: { number: 1, bundleHash: draft.bundle.bundleHash } });
  const next = await releasedForBuild(registry.store, { ...BUILD, buildId: 'triage-0123456789ab-00000002' });
  expect(identityOfRelease(next)).toEqual({ released: { number: 2, bundleHash: second.bundle.bundleHash } });
});

it('looks again where nobody could read it', async () => {
  const { registry } = await released();
  const key = 'models/triage/1.json';
  const whole = registry.store.objects.get(key) ?? Buffer.alloc(0);
  registry.store.objects.set(key, Buffer.from('{}'));
  const seen = await releasedForBuild(registry.store, BUILD);
  expect(seen.state).toBe('unreadable');
  expect(Object.keys(identityOfRelease(seen))).toEqual(['released']);
  registry.store.objects.set(key, whole);
  expect((await releasedForBuild(registry.store, BUILD)).state).toBe('released');
  expect(registry.store.objects.has(releasedKey(BUILD.buildId))).toBe(true);
});
