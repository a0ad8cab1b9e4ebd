import { join } from 'node:path';
import { log } from '@temporalio/activity';
import type { GpuActivities, TrainedStudent, TrainStudentInput } from '../contracts/activities.ts';
import { Example } from '../contracts/example.ts';
import { TrainedStudentResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import type { TrainingPlan } from '../contracts/training-plan.ts';
import { putFolder } from '../lib/store/folders.ts';
import { putJson, readJson, readRows } from '../lib/store/blobs.ts';
import { fetchCheckpoint, latestCheckpoint, removeCheckpoints } from '../lib/store/checkpoints.ts';
import { finishOnce, inputHashOf } from '../lib/store/stage-memo.ts';
import { planTraining } from '../lib/trainer/plan-training.ts';
import { studentRows, writeStudentRows } from '../lib/student/student-rows.ts';
import type { BaseModel } from '../lib/hub/model-hub.ts';
import { createTrainingLog } from '../lib/student/training-log.ts';
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
    const base = config.student.baseModel === null ? null : await ports.hub.findModel(config.student.baseModel);
    const key = {
      stage: 'train',
      stageVersion: ports.trainerVersion,
      inputs: {
        train: input.train,
        validation: input.validation,
        kind: spec.kind,
        fields: spec.fields,
        labels: spec.labels?.map((label) => label.name) ?? null,
        baseModel: base?.identity ?? null,
        steps: config.train.steps,
        seed: config.seed,
        threads: ports.threads,
      },
    };
    const trainingHash = inputHashOf(key, input.build);
    const { result, record } = await finishOnce(ports.store, key, input.build, TrainedStudentResult, () =>
      inScratch(ports.scratch, (folder) => trainModel(ports, input, { config, spec, base, trainingHash }, folder)),
    );
    // Only now: until the manifest is there, the newest checkpoint is all that a successor has.
    await removeCheckpoints(ports.store, trainingHash, 0);
    return { ...result, record };
  };

interface Task {
  readonly config: TaskConfig;
  readonly spec: TaskSpec;
  readonly base: BaseModel | null;
  readonly trainingHash: string;
}

async function trainModel(
  ports: GpuPorts,
  input: TrainStudentInput,
  task: Task,
  folder: string,
): Promise<{ readonly result: Omit<TrainedStudent, 'record'>; readonly complete: boolean }> {
  const { store } = ports;
  const { trainingHash } = task;
  const plan = await preparePlan(ports, input, task, folder);
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
  await shipper.finish();
  const model = await putFolder(store, plan.output);
  const done = story.end();
  const cut = done.stoppedBy === 'minutes';
  const result = {
    model: [...model],
    training: await putJson(store, story.summary()),
    family: plan.student.family,
    baseModel: task.base?.name ?? plan.student.base ?? 'none',
    baseLicense: task.base?.license ?? null,
    steps: done.steps,
    validationLoss: done.bestValidationLoss,
    cut,
    maxInputTokens: plan.settings.maxInputTokens,
    maxOutputTokens: plan.settings.maxOutputTokens,
  };
  return { result, complete: !cut };
}

async function preparePlan(
  ports: GpuPorts,
  input: TrainStudentInput,
  task: Task,
  folder: string,
): Promise<TrainingPlan> {
  const { config, spec, trainingHash } = task;
  const [training, validation] = await Promise.all([
    readRows(ports.store, input.train, Example),
    readRows(ports.store, input.validation, Example),
  ]);
  const rows = { train: studentRows(training, spec), validation: studentRows(validation, spec) };
  const base = task.base === null ? null : join(folder, 'base');
  if (task.base !== null && base !== null) await task.base.fetch(base);
  const checkpoint = await latestCheckpoint(ports.store, trainingHash);
  const resumeFrom = checkpoint === null ? null : join(folder, 'resume');
  if (checkpoint !== null && resumeFrom !== null) {
    await fetchCheckpoint(ports.store, checkpoint, resumeFrom);
    log.info('training-resumed', { step: checkpoint.step });
  }
  const planned = planTraining({ kind: spec.kind, rows: rows.train, base, steps: config.train.steps });
  return {
    version: 1,
    task: 'train',
    kind: spec.kind,
    labels: spec.labels?.map((label) => label.name) ?? null,
    threads: ports.threads,
    seed: config.seed,
    student: planned.student,
    trainRows: await writeStudentRows(join(folder, 'train.jsonl'), rows.train),
    validationRows: await writeStudentRows(join(folder, 'validation.jsonl'), rows.validation),
    output: join(folder, 'model'),
    checkpoints: join(folder, 'checkpoints'),
    resumeFrom,
    settings: { ...planned.settings, maxMinutes: input.maxMinutes },
  };
}
