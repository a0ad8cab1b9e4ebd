import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BundleTask } from '../../contracts/bundle-task.ts';
import type { ExportPlan, TrainerPlan } from '../../contracts/training-plan.ts';
import { createTrainerRunner } from '../../lib/trainer/run-trainer.ts';
import { classifierPlan } from '../training/classifier-plan.ts';
import { LABELS, madeRows } from '../training/made-rows.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** Of few words: what it learns does not matter. */
const ROWS = madeRows(16, { least: 4, most: 8 }, 'inference/rows');

/** Folder of a MiniLM classifier that our trainer made one step of and exported, laid out as a bundle's model is. */
export async function makeBundle(python: string, folder: string): Promise<string> {
  const training = await classifierPlan(folder, { rows: ROWS, threads: 1, settings: { maxSteps: 1 } });
  const { version, kind, labels, answers, threads, validationRows, student, output: model, settings } = training;
  const output = join(folder, 'bundle');
  const exporting: ExportPlan = {
    version,
    kind,
    labels,
    answers,
    threads,
    validationRows,
    model,
    keepTokensOf: null,
    output,
    task: 'export',
    family: student.family,
    maxInputTokens: settings.maxInputTokens,
  };
  await run(python, training, folder);
  await run(python, exporting, folder);
  await writeFile(join(output, 'task.json'), JSON.stringify(taskOf(training)));
  return output;
}

async function run(python: string, plan: TrainerPlan, folder: string): Promise<void> {
  const { signal } = new AbortController();
  const events = createTrainerRunner({ python, root: ROOT })({
    plan,
    planFile: join(folder, 'plan.json'),
    signal,
    onLog: () => {},
  });
  for await (const _ of events);
}

const taskOf = ({ kind, student, settings }: Extract<TrainerPlan, { task: 'train' }>): BundleTask => ({
  version: 1,
  name: 'bench',
  instruction: 'Made for a bench.',
  kind,
  family: student.family,
  fields: null,
  labels: LABELS.map((name) => ({ name, description: null })),
  constraints: {
    pattern: null,
    fromInput: false,
    maxChars: null,
    several: false,
    ordered: false,
    none: null,
    schema: null,
  },
  maxInputTokens: settings.maxInputTokens,
  maxOutputTokens: settings.maxOutputTokens,
  ships: 'int8',
});
