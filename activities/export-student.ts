import { join } from 'node:path';
import { log } from '@temporalio/activity';
import type { ExportStudentInput, ExportedStudent, GpuActivities } from '../contracts/activities.ts';
import { Example } from '../contracts/example.ts';
import { ExportedStudentResult } from '../contracts/stage-results.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import type { TrainerEvent } from '../contracts/trainer-event.ts';
import type { ExportPlan } from '../contracts/training-plan.ts';
import { modelHash } from '../lib/bundle/bundle-hash.ts';
import { putJson, readJson, readRows } from '../lib/store/blobs.ts';
import { fetchFolder, putFolder } from '../lib/store/folders.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { studentRows, writeStudentRows } from '../lib/student/student-rows.ts';
import { studentTask } from '../lib/student/student-task.ts';
import { beating } from './beating.ts';
import { followTrainer } from './follow-trainer.ts';
import { inScratch } from './in-scratch.ts';
import type { GpuPorts } from './ports.ts';

/** Exports the trained student: ONNX in fp32 and int8, with the parity of weights and files measured on validation rows. */
export const createExportStudent =
  (ports: GpuPorts): GpuActivities['exportStudent'] =>
  async (input) => {
    const spec = await readJson(ports.store, input.spec, TaskSpec);
    const key = {
      stage: 'export',
      stageVersion: ports.trainerVersion,
      inputs: {
        model: input.model.map((file) => ({ path: file.path, sha256: file.sha256 })),
        validation: input.validation,
        ...studentTask(spec),
        family: input.family,
        maxInputTokens: input.maxInputTokens,
        threads: ports.threads,
        ...(input.keepTokensOf === undefined ? {} : { keepTokensOf: input.keepTokensOf }),
      },
    };
    const { result, record } = await finishOnce(ports.store, key, input.build, ExportedStudentResult, () =>
      inScratch(ports.scratch, (folder) => exportModel(ports, input, spec, folder)),
    );
    return { ...result, record };
  };

async function exportModel(
  ports: GpuPorts,
  input: ExportStudentInput,
  spec: TaskSpec,
  folder: string,
): Promise<{ readonly result: Omit<ExportedStudent, 'record'>; readonly complete: boolean }> {
  const { store } = ports;
  const model = join(folder, 'model');
  await beating(() => fetchFolder(store, input.model, model));
  const validation = studentRows(await readRows(store, input.validation, Example), spec);
  const plan: ExportPlan = {
    version: 1,
    task: 'export',
    ...studentTask(spec),
    family: input.family,
    threads: ports.threads,
    model,
    keepTokensOf: await keptRows(store, input, spec, folder),
    validationRows: await writeStudentRows(join(folder, 'validation.jsonl'), validation),
    maxInputTokens: input.maxInputTokens,
    output: join(folder, 'exported'),
  };
  const exported = await lastWord(ports, plan, join(folder, 'plan.json'));
  const files = await beating(() => putFolder(store, plan.output));
  const { event: _, files: _files, ...facts } = exported;
  return {
    result: { files: [...files], modelHash: modelHash(files), facts: await putJson(store, facts) },
    complete: true,
  };
}

/** The file of the rows whose tokens are kept; null where all tokens are. */
async function keptRows(
  store: GpuPorts['store'],
  { keepTokensOf }: ExportStudentInput,
  spec: TaskSpec,
  folder: string,
): Promise<string | null> {
  if (keepTokensOf === undefined) return null;
  const rows = studentRows(await readRows(store, keepTokensOf, Example), spec);
  return writeStudentRows(join(folder, 'kept.jsonl'), rows);
}

async function lastWord(
  ports: GpuPorts,
  plan: ExportPlan,
  planFile: string,
): Promise<Extract<TrainerEvent, { event: 'exported' }>> {
  const run = (signal: AbortSignal) =>
    ports.runTrainer({ plan, planFile, signal, onLog: (line) => log.debug('trainer', { line }) });
  for await (const event of followTrainer(run, () => null)) {
    if (event.event === 'exported') return event;
  }
  throw new Error('the trainer ended without saying that it had exported');
}
