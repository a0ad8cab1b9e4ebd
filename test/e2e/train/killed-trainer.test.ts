import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createTrainStudent } from '../../../activities/train-student.ts';
import type { TrainedStudent, TrainStudentInput } from '../../../contracts/activities.ts';
import type { ObjectStore } from '../../../lib/store/object-store.ts';
import { putJson, putRows, readJson } from '../../../lib/store/blobs.ts';
import { createTrainerRunner } from '../../../lib/trainer/run-trainer.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { UNCONSTRAINED } from '../../../lib/task/unconstrained.ts';

const Summary = z.looseObject({
  resumedFromStep: z.number(),
  steps: z.number(),
  curve: z.array(z.object({ step: z.number(), loss: z.number() })),
});
const Beat = z.looseObject({ step: z.number(), checkpoint: z.number().nullable() });

/** 120 rows make 4 steps an epoch and 240 steps; one checkpoint, at step 200. 210 lies within an epoch. */
const ROWS = 120;
const CHECKPOINT = 200;
const KILL_FROM = 210;

describe('a trainer that is killed in the middle of an epoch', () => {
  let folder: string;
  let undisturbed: { readonly result: TrainedStudent; readonly summary: z.infer<typeof Summary> };

  /** One attempt of the activity, on a trainer whose process id is written down. */
  const attempt = async (store: ObjectStore, onBeat: (beat: z.infer<typeof Beat>) => void): Promise<TrainedStudent> => {
    const python = join(folder, 'python');
    await writeFile(python, `#!/bin/sh\necho $$ > ${folder}/pid\nexec ${resolve('.p2m/venv/bin/python')} "$@"\n`);
    await chmod(python, 0o755);
    const environment = new MockActivityEnvironment({ attempt: 1 }, { logger: new DefaultLogger('ERROR') });
    environment.on('heartbeat', (details: unknown) => {
      const beat = Beat.safeParse(details);
      if (beat.success) onBeat(beat.data);
    });
    const trainStudent = createTrainStudent({
      store,
      hub: { findModel: () => Promise.reject(new Error('no base model was named')) },
      runTrainer: createTrainerRunner({ python, root: process.cwd() }),
      trainerVersion: 'test',
      threads: 1,
      scratch: join(folder, 'scratch'),
    });
    return environment.run(trainStudent, await inputIn(store));
  };
  const summaryOf = (store: ObjectStore, result: TrainedStudent) => readJson(store, result.training, Summary);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'p2m-train-'));
    const store = createMemoryStore();
    const result = await attempt(store, () => {});
    undisturbed = { result, summary: await summaryOf(store, result) };
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('is followed by one that goes on from the checkpoint, step for step as if nothing had happened', async () => {
    const store = createMemoryStore();
    let killed = false;
    const first = attempt(store, ({ step, checkpoint }) => {
      if (killed || checkpoint !== CHECKPOINT || step < KILL_FROM) return;
      killed = true;
      void readFile(join(folder, 'pid'), 'utf8').then((pid) => process.kill(Number(pid), 'SIGKILL'));
    });
    await expect(first).rejects.toMatchObject({ kind: 'trainer-crashed' });
    expect(killed).toBe(true);
    expect((await store.list('stages/train/')).length).toBe(0);

    const result = await attempt(store, () => {});
    const summary = await summaryOf(store, result);
    expect(summary.resumedFromStep).toBe(CHECKPOINT);
    expect(summary.curve).toEqual(undisturbed.summary.curve.filter(({ step }) => step > CHECKPOINT));
    expect(result.model.map(({ path, sha256 }) => ({ path, sha256 }))).toEqual(
      undisturbed.result.model.map(({ path, sha256 }) => ({ path, sha256 })),
    );
    expect((await store.list('checkpoints/')).length).toBe(0);
  });
});

async function inputIn(store: ObjectStore): Promise<TrainStudentInput> {
  const rows = (from: number, count: number) =>
    putRows(
      store,
      Array.from({ length: count }, (_, index) => ({
        id: `row-${from + index}`,
        input: `number ${from + index}`,
        output: `no. ${from + index}`,
        origin: 'generated',
        votes: [],
        agreement: 1,
        group: `row-${from + index}`,
      })),
    );
  const config = await putJson(store, {
    version: 1,
    name: 'numbers',
    prompt: 'Shorten it.',
    examples: null,
    test: null,
    kind: 'text',
    labels: null,
    constraints: UNCONSTRAINED,
    metric: null,
    teacher: { model: 'none', identity: 'none', votes: 1 },
    retrieve: { policy: 'none', hub: false, sources: null },
    generate: { rows: ROWS, testRows: 20, rounds: 1 },
    student: { baseModel: null },
    train: { steps: null },
    gate: { margin: 0.05, openings: 1 },
    seed: 1,
  });
  const spec = await putJson(store, {
    version: 1,
    name: 'numbers',
    instruction: 'Shorten it.',
    kind: 'text',
    fields: null,
    labels: null,
    constraints: UNCONSTRAINED,
    metric: 'exact-match',
    metricReason: 'a test',
    instructionEnglish: null,
    language: null,
    notes: [],
    demonstrations: [],
  });
  const teacher = { baseUrl: 'http://127.0.0.1:1/v1', apiKeyEnv: null, price: null };
  return {
    build: { buildId: 'numbers', name: 'numbers', config, teacher, fresh: false },
    spec,
    train: await rows(0, ROWS),
    validation: await rows(ROWS, 10),
    trial: { candidate: { family: 'encoder-decoder', base: null }, number: 0, changes: {} },
    pruneAgainst: [],
    maxMinutes: 10,
  };
}
