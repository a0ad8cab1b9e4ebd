import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { createCompareStudents } from '../../../activities/compare-students.ts';
import type { ComparedStudents, CompareStudentsInput, TrainedCandidate } from '../../../contracts/activities.ts';
import type { Example } from '../../../contracts/example.ts';
import type { Family } from '../../../contracts/family.ts';
import { StudentSearch } from '../../../contracts/student-search.ts';
import type { TaskConfig } from '../../../contracts/task-config.ts';
import type { Predictor } from '../../../lib/inference/predictor.ts';
import { putBytes, putJson, putRows, readJson } from '../../../lib/store/blobs.ts';
import { ANY_STUDENT } from '../../support/any-student.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { scriptedActivities } from '../../support/scripted-activities.ts';
import { storedTaskInTest } from '../../support/stored-task-in-test.ts';
import { TRIAGE_SPEC } from '../../support/triage-spec.ts';

const VALIDATION: readonly Example[] = Array.from({ length: 40 }, (_, at) => ({
  id: `row-${at}`,
  input: `message ${at}`,
  output: 'billing',
  origin: 'generated',
  votes: [],
  agreement: 1,
  group: `row-${at}`,
}));

/** The first candidate is right on 34 of 40 rows; the second on 38 with its fp32 file, on 20 with int8, and slower. */
const predict: Predictor = async function* answer({ folder, file, inputs }) {
  const second = basename(folder) === '1';
  const right = second ? (file === 'int8' ? 20 : 38) : 34;
  for (const [index] of inputs.entries())
    yield {
      index,
      output: index < right ? 'billing' : 'delivery',
      logits: [0, 0],
      scores: [0.5, 0.5],
      ms: second ? 4 : 0.5,
    };
};

async function openBench(
  student: TaskConfig['student'],
  { origin, answers }: { readonly origin: Example['origin']; readonly answers: Predictor } = {
    origin: 'generated',
    answers: predict,
  },
) {
  const store = createMemoryStore();
  const canned = scriptedActivities().activities;
  const training = await putJson(store, {
    steps: 10,
    seconds: 20,
    examplesPerSecond: 30,
    stoppedBy: 'epochs',
    more: 1,
  });
  const candidateOf = async (family: Family, bytes: number): Promise<TrainedCandidate> => {
    const candidate = { family, base: null };
    const outcome = { number: 0, changes: {}, validationLoss: 0.2 };
    const onnx = async (name: string, size: number) => ({
      ...(await putBytes(store, `${family} ${name}`.padEnd(size, '.'))),
      path: name,
    });
    const files = [
      await onnx('onnx/model.onnx', 4 * bytes),
      await onnx('onnx/model_quantized.onnx', bytes),
      await onnx('vocabulary.json', 500),
      await onnx('model.safetensors', 70_000),
    ];
    const input = { trial: { candidate, number: 0, changes: {} } };
    return {
      candidate,
      trials: [
        { outcome, training, failure: null },
        { outcome: { ...outcome, number: 1, validationLoss: null }, training: null, failure: 'trainer-crashed' },
      ],
      importances: [],
      best: 0,
      trained: await canned.trainStudent(Object.assign(Object.create(null), input)),
      exported: { ...(await canned.exportStudent(Object.create(null))), files },
    };
  };
  const input: CompareStudentsInput = {
    build: {
      buildId: 'b',
      name: 'triage',
      config: await putJson(store, { ...storedTaskInTest('triage', 1).config, student }),
      teacher: { baseUrl: '', apiKeyEnv: null, price: null },
      fresh: false,
    },
    spec: await putJson(store, TRIAGE_SPEC),
    validation: await putRows(
      store,
      VALIDATION.map((row) => ({ ...row, origin })),
    ),
    candidates: [await candidateOf('tfidf', 1000), await candidateOf('encoder', 9000)],
    leftOut: [{ what: 'decoder', reason: 'none is at hand' }],
  };
  const scratch = await mkdtemp(join(tmpdir(), 'compare-'));
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  return {
    store,
    compare: (): Promise<ComparedStudents> =>
      environment.run(createCompareStudents({ store, scratch, predict: answers }), input),
    close: () => rm(scratch, { recursive: true }),
  };
}

it('compares the files that would ship, and tells what each student and each trial came to', async () => {
  const bench = await openBench(ANY_STUDENT);
  try {
    const compared = await bench.compare();
    expect(compared.chosen).toBe(1);
    const { students, trials, leftOut, rows } = await readJson(bench.store, compared.search, StudentSearch);
    expect(rows).toBe(40);
    expect(students).toMatchObject([
      { family: 'tfidf', file: 'int8', score: 0.85, bytes: 1500, p50Ms: 0.5, seconds: 20, chosen: false },
      { family: 'encoder', file: 'fp32', score: 0.95, bytes: 36_500, p50Ms: 4, behind: null, chosen: true },
    ]);
    expect(students[0]?.behind?.difference).toBeCloseTo(0.1, 9);
    expect(trials.map(({ family, number, steps, failure }) => [family, number, steps, failure])).toEqual([
      ['tfidf', 0, 10, null],
      ['tfidf', 1, null, 'trainer-crashed'],
      ['encoder', 0, 10, null],
      ['encoder', 1, null, 'trainer-crashed'],
    ]);
    expect(leftOut).toEqual([{ what: 'decoder', reason: 'none is at hand' }]);
    expect((await bench.compare()).record.reused).toBe(true);
  } finally {
    await bench.close();
  }
});

it('keeps to the limits of the task, and fails where nothing does, naming what each would need', async () => {
  const small = await openBench({ ...ANY_STUDENT, maxBytes: 36_499 });
  const fast = await openBench({ ...ANY_STUDENT, maxLatencyMs: 0.4 });
  try {
    expect((await small.compare()).chosen).toBe(0);
    await expect(fast.compare()).rejects.toMatchObject({
      kind: 'no-student-fits',
      message: expect.stringContaining('encoder: 4.0 ms a row, above student.maxLatencyMs 0.4'),
    });
  } finally {
    await Promise.all([small.close(), fast.close()]);
  }
});

/** The first is wrong on three rows, the second on two others; how sure the first is of the rest is up to the test. */
const nearlyLevel = (sureness: number): Predictor =>
  async function* answer({ folder, inputs }) {
    const second = basename(folder) === '1';
    for (const [index] of inputs.entries()) {
      const right = second ? index > 1 : index < 2 || index > 4;
      const logit = second ? 4 : sureness;
      const logits = right ? [logit, 0] : [0, 0.1];
      yield { index, output: right ? 'billing' : 'delivery', logits, scores: [0.5, 0.5], ms: 1 };
    }
  };

it.each([
  ['people wrote the rows: the cheap one will do', 'imported', 4, 0],
  ['the teacher invented the rows: the best one', 'generated', 4, 1],
  ['the cheap one is far less sure of what is right', 'imported', 0.2, 1],
] as const)('where %s', async (_, origin, sureness, chosen) => {
  const bench = await openBench(ANY_STUDENT, { origin, answers: nearlyLevel(sureness) });
  try {
    expect((await bench.compare()).chosen).toBe(chosen);
  } finally {
    await bench.close();
  }
});
