import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainingPlan } from '../../contracts/training-plan.ts';
import { type StudentRow, writeStudentRows } from '../../lib/student/student-rows.ts';
import { planTraining } from '../../lib/trainer/plan-training.ts';
import { LABELS } from './made-rows.ts';

export interface Training {
  readonly rows: readonly StudentRow[];
  readonly threads: number;
  readonly settings: Partial<TrainingPlan['settings']>;
}

/** What is validated on in a bench: as little as can be, since only steps are timed. */
const VALIDATION_ROWS = 3;

/** A training of a MiniLM classifier as a build would plan it, but for the settings given; its files lie in `folder`. */
export async function classifierPlan(folder: string, { rows, threads, settings }: Training): Promise<TrainingPlan> {
  await mkdir(folder, { recursive: true });
  const candidate = { family: 'encoder', base: 'minilm' } as const;
  const planned = planTraining({ candidate, rows, changes: {}, oneLabel: true, steps: null, cores: threads });
  return {
    version: 1,
    task: 'train',
    kind: 'labels',
    labels: [...LABELS],
    answers: { several: false, ordered: false, none: null },
    threads: planned.threads,
    seed: 1,
    student: planned.student,
    trainRows: await writeStudentRows(join(folder, 'train.jsonl'), rows),
    validationRows: await writeStudentRows(join(folder, 'validation.jsonl'), rows.slice(0, VALIDATION_ROWS)),
    output: join(folder, 'model'),
    checkpoints: join(folder, 'checkpoints'),
    resumeFrom: null,
    pruning: null,
    settings: { ...planned.settings, ...settings },
  };
}
