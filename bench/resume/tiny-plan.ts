import { join } from 'node:path';
import type { TrainingPlan } from '../../contracts/training-plan.ts';
import { writeStudentRows } from '../../lib/student/student-rows.ts';
import { tinyModels } from '../../test/support/tiny-model/tiny-model.ts';
import { classifierPlan } from '../training/classifier-plan.ts';
import { madeRows } from '../training/made-rows.ts';

export const FAMILIES = ['encoder', 'encoder-decoder'] as const;
export type TinyFamily = (typeof FAMILIES)[number];

export const STEPS = 160;
const EPOCHS = 10;
const BATCH = 8;
const ROWS = (STEPS / EPOCHS) * BATCH;

/** A training of a tiny student over ten epochs, with twenty checkpoints, some of them between evaluations. */
export async function tinyPlan(folder: string, family: TinyFamily): Promise<TrainingPlan> {
  const rows = madeRows(ROWS, { least: 3, most: 12 }, 'resume');
  const models = await tinyModels();
  const plan = await classifierPlan(folder, {
    rows,
    threads: 1,
    settings: {
      epochs: EPOCHS,
      batchSize: BATCH,
      learningRate: 1e-3,
      evaluateEverySteps: 12,
      checkpointEverySteps: 8,
      averageFrom: 0.5,
      patience: null,
      maxOutputTokens: 16,
    },
  });
  if (family === 'encoder') return { ...plan, student: { ...plan.student, base: join(models, 'labels') } };
  // What is to be learned: the text backwards. It is not; the numbers are all that matters.
  const written = rows.map((row) => ({ ...row, output: row.text.split(' ').toReversed().join(' ') }));
  return {
    ...plan,
    kind: 'text',
    labels: null,
    student: { ...plan.student, family, base: join(models, 'text') },
    trainRows: await writeStudentRows(plan.trainRows, written),
    validationRows: await writeStudentRows(plan.validationRows, written.slice(0, 6)),
  };
}
