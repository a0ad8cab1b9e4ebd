import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EvaluateStudentInput } from '../contracts/activities.ts';
import type { Example, TaskInput } from '../contracts/example.ts';
import type { TaskSpec } from '../contracts/task-spec.ts';
import { bundleTask } from '../lib/bundle/bundle-task.ts';
import { chooseFile } from '../lib/evaluation/choose-file.ts';
import { isGenerative } from '../lib/student/families.ts';
import { exportChange } from '../lib/evaluation/export-change.ts';
import type { Prediction } from '../lib/inference/predictor.ts';
import { fetchFolder } from '../lib/store/folders.ts';
import type { CpuPorts } from './ports.ts';

/** Threads of one prediction: pinned, so that latency means the same on every machine. */
export const PREDICTION_THREADS = 1;

/** Rows without labels on which the share of changed answers is measured, by what the student does: texts take far longer. */
const UNLABELLED = { classified: 1000, generated: 200 } as const;

interface Rows {
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  readonly seed: number;
}

/** How a prediction is followed and given up. */
export interface Watch {
  readonly signal: AbortSignal;
  readonly progress: (at: { readonly doing: string; readonly done: number; readonly of: number }) => void;
}

/** Both files of an exported student, laid out to answer. */
export async function openFiles(
  ports: Pick<CpuPorts, 'store' | 'predict'>,
  { exported, trained }: Pick<EvaluateStudentInput, 'exported' | 'trained'>,
  spec: TaskSpec,
  watch: Watch,
  folder: string,
) {
  await fetchFolder(ports.store, exported.files, folder);
  const task = bundleTask(spec, { ...trained, ships: 'int8' });
  await writeFile(join(folder, 'task.json'), JSON.stringify(task));
  return async (file: 'int8' | 'fp32', inputs: readonly TaskInput[], what: string): Promise<Prediction[]> => {
    const predictions: Prediction[] = [];
    const job = { folder, file, inputs, threads: PREDICTION_THREADS, signal: watch.signal };
    for await (const prediction of ports.predict(job)) {
      predictions.push(prediction);
      watch.progress({ doing: `${file} on ${what}`, done: predictions.length, of: inputs.length });
    }
    return predictions;
  };
}

/** The file that would ship, by both files' answers to the validation rows. */
export function choiceOnValidation(
  spec: TaskSpec,
  { validation, seed }: Omit<Rows, 'train'>,
  int8: readonly Prediction[],
  fp32: readonly Prediction[],
) {
  const rows = {
    metric: spec.metric,
    labels: spec.labels?.map((label) => label.name) ?? null,
    expected: validation.map((row) => row.output),
    groups: validation.map((row) => row.group),
    seed,
  };
  const outputs = (predictions: readonly Prediction[]) =>
    predictions.slice(0, validation.length).map((prediction) => prediction.output);
  return { rows, ships: chooseFile(rows, outputs(fp32), outputs(int8)) };
}

/** Both exported files on rows that are not test: which of them ships, and what the quantization changed. */
export async function predictFiles(
  ports: CpuPorts,
  input: EvaluateStudentInput,
  spec: TaskSpec,
  rows: Rows,
  watch: Watch,
  folder: string,
) {
  const run = await openFiles(ports, input, spec, watch, folder);
  const inputs = [...rows.validation, ...rows.train].map((row) => row.input);
  const measured = inputs.slice(
    0,
    Math.max(UNLABELLED[isGenerative(input.trained.family) ? 'generated' : 'classified'], rows.validation.length),
  );
  const int8 = await run('int8', measured, 'training inputs');
  const fp32 = await run('fp32', measured, 'training inputs');
  const names = { from: 'fp32', to: 'int8', on: 'training and validation' };
  return {
    ships: choiceOnValidation(spec, rows, int8, fp32).ships,
    exportChanges: [exportChange(names, fp32, int8)],
    onValidation: { int8: int8.slice(0, rows.validation.length), fp32: fp32.slice(0, rows.validation.length) },
    /** Opens the test: both files, row by row. */
    onTest: async (test: readonly Example[]) => {
      const asked = test.map((row) => row.input);
      return { int8: await run('int8', asked, 'test rows'), fp32: await run('fp32', asked, 'test rows') };
    },
  };
}
