import { join } from 'node:path';
import { log } from '@temporalio/activity';
import type { GpuActivities, TrainedStudent, TrainStudentInput } from '../contracts/activities.ts';
import { Example } from '../contracts/example.ts';
import { TrainedStudentResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import type { TrainingPlan } from '../contracts/training-plan.ts';
import { modelHash } from '../lib/bundle/bundle-hash.ts';
import { fetchFolder, putFolder } from '../lib/store/folders.ts';
import { putJson, readJson, readRows } from '../lib/store/blobs.ts';
import { fetchLatestCheckpoint, removeCheckpoints } from '../lib/store/checkpoints.ts';
import { finishOnce, inputHashOf } from '../lib/store/stage-memo.ts';
import { type PlannedTraining, planTraining } from '../lib/trainer/plan-training.ts';
import { type StudentRow, studentRows, writeStudentRows } from '../lib/student/student-rows.ts';
import type { BaseModel } from '../lib/hub/model-hub.ts';
import { hasOneLabel, studentTask } from '../lib/student/student-task.ts';
import { createTrainingLog } from '../lib/student/training-log.ts';
import { beating } from './beating.ts';
import { createCheckpointShipper } from './checkpoint-shipper.ts';
import { followTrainer } from './follow-trainer.ts';
import { inScratch } from './in-scratch.ts';
import type { GpuPorts } from './ports.ts';

/**
 * Trains the student. Goes on from the newest checkpoint in the store, whoever wrote it; heartbeats carry epoch, step, loss
 * and time left, and stop when the trainer makes no progress.
 */
export const createTrainStudent =
  (ports: GpuPorts): GpuActivities['trainStudent'] =>
  async (input) => {
    const [config, spec] = await Promise.all([
      readJson(ports.store, input.build.config, TaskConfig),
      readJson(ports.store, input.spec, TaskSpec),
    ]);
    const { candidate } = input.trial;
    const [base, training, validation] = await Promise.all([
      baseOf(ports, input),
      readRows(ports.store, input.train, Example),
      readRows(ports.store, input.validation, Example),
    ]);
    const rows = { train: studentRows(training, spec), validation: studentRows(validation, spec) };
    const planned = planTraining({
      candidate: { ...candidate, base: base?.identity ?? candidate.base },
      oneLabel: hasOneLabel(spec),
      rows: rows.train,
      changes: input.trial.changes,
      steps: config.train.steps,
      cores: ports.threads,
    });
    const key = {
      stage: 'train',
      stageVersion: ports.trainerVersion,
      inputs: {
        train: input.train,
        validation: input.validation,
        ...studentTask(spec),
        fields: spec.fields,
        planned,
        pruneAgainst: input.pruneAgainst,
        seed: config.seed,
      },
    };
    const trainingHash = inputHashOf(key, input.build);
    const pruneAgainst = input.pruneAgainst.filter((losses) => losses.length > 0);
    const task = { config, spec, base, rows, planned, pruneAgainst, trainingHash };
    const { result, record } = await finishOnce(ports.store, key, input.build, TrainedStudentResult, () =>
      inScratch(ports.scratch, (folder) => trainModel(ports, task, input.maxMinutes, folder)),
    );
    // Only now: until the manifest is there, the newest checkpoint is all that a successor has.
    await removeCheckpoints(ports.store, trainingHash, 0);
    return { ...result, record };
  };

/** What needs no fetching: the encoder that the trainer carries, and nothing at all. */
const CARRIED: readonly (string | null)[] = ['minilm', null];

/** What training starts from, and where it came from. */
type Base = Pick<BaseModel, 'name' | 'identity' | 'license' | 'fetch'>;

/** A base model; the trained student that is pruned; null where nothing is to be fetched. */
async function baseOf(
  ports: GpuPorts,
  { trial, whole }: Pick<TrainStudentInput, 'trial' | 'whole'>,
): Promise<Base | null> {
  const name = trial.candidate.base;
  const named = CARRIED.includes(name) ? null : await ports.hub.findModel(name ?? '');
  if (whole === undefined) return named;
  return {
    name: named?.name ?? name ?? 'none',
    identity: modelHash(whole),
    license: named?.license ?? null,
    fetch: (folder) => fetchFolder(ports.store, whole, folder),
  };
}

interface Task {
  readonly config: TaskConfig;
  readonly spec: TaskSpec;
  readonly base: Base | null;
  readonly rows: { readonly train: readonly StudentRow[]; readonly validation: readonly StudentRow[] };
  /** Made for the base model's identity; the folder it is fetched into is no part of what is trained. */
  readonly planned: PlannedTraining;
  readonly pruneAgainst: readonly (readonly number[])[];
  readonly trainingHash: string;
}

async function trainModel(
  ports: GpuPorts,
  task: Task,
  maxMinutes: number,
  folder: string,
): Promise<{ readonly result: Omit<TrainedStudent, 'record'>; readonly complete: boolean }> {
  const { store } = ports;
  const { trainingHash } = task;
  const plan = await beating(() => preparePlan(ports, task, maxMinutes, folder));
  const shipper = createCheckpointShipper(store, trainingHash);
  const story = createTrainingLog(plan);
  const run = (signal: AbortSignal) =>
    ports.runTrainer({
      plan,
      planFile: join(folder, 'plan.json'),
      signal,
      onLog: (line) => log.debug('trainer', { line }),
    });
  for await (const event of followTrainer(run, shipper.latest)) {
    story.add(event);
    if (event.event === 'checkpoint') shipper.ship(event.step, event.folder);
  }
  const model = await beating(async () => {
    await shipper.finish();
    return putFolder(store, plan.output);
  });
  const done = story.end();
  const cut = done.stoppedBy === 'minutes';
  const result = {
    model: [...model],
    training: await putJson(store, story.summary()),
    family: plan.student.family,
    baseModel: task.base?.name ?? task.planned.student.base ?? 'none',
    baseLicense: task.base?.license ?? null,
    steps: done.steps,
    validationLoss: done.bestValidationLoss,
    validationLosses: [...story.validationLosses()],
    seconds: done.seconds,
    cut,
    prunable: done.prunable,
    vocabulary: done.vocabulary,
    maxInputTokens: plan.settings.maxInputTokens,
    maxOutputTokens: plan.settings.maxOutputTokens,
  };
  return { result, complete: !cut };
}

async function preparePlan(ports: GpuPorts, task: Task, maxMinutes: number, folder: string): Promise<TrainingPlan> {
  const { config, spec, planned, rows, pruneAgainst, trainingHash } = task;
  const base = task.base === null ? planned.student.base : join(folder, 'base');
  if (task.base !== null && base !== null) await task.base.fetch(base);
  const resume = join(folder, 'resume');
  const checkpoint = await fetchLatestCheckpoint(ports.store, trainingHash, resume);
  if (checkpoint !== null) log.info('training-resumed', { step: checkpoint.step });
  return {
    version: 1,
    task: 'train',
    ...studentTask(spec),
    threads: planned.threads,
    seed: config.seed,
    student: { ...planned.student, base, mentor: planned.student.mentor === null ? null : base },
    trainRows: await writeStudentRows(join(folder, 'train.jsonl'), rows.train),
    validationRows: await writeStudentRows(join(folder, 'validation.jsonl'), rows.validation),
    output: join(folder, 'model'),
    checkpoints: join(folder, 'checkpoints'),
    resumeFrom: checkpoint === null ? null : resume,
    pruning: pruneAgainst.length === 0 ? null : { others: pruneAgainst.map((losses) => [...losses]) },
    settings: { ...planned.settings, maxMinutes },
  };
}
