import type {
  AssembledDataset,
  ExaminedStudent,
  ExamineStudentInput,
  Holdout,
  ParsedTask,
} from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import { ENDS, type GeneratedRows, tooFewRows } from './generate-rows.ts';
import type { HumanRows } from './look-first.ts';
import type { Build } from './build.ts';
import { quick } from './stage-options.ts';

/** Below this no student is worth its training: the validation rows alone take 50. */
const MIN_TRAINING_ROWS = 60;

/** All rows that may train, split, without what touches the test. */
export async function assemble(
  build: Build,
  task: ParsedTask,
  rows: {
    readonly holdout: Holdout;
    readonly human: HumanRows | null;
    readonly generated: GeneratedRows;
    readonly attributes: ArtifactRef;
  },
): Promise<AssembledDataset> {
  const { holdout, human, generated, attributes } = rows;
  const all = generated.rows + (human?.imported.counts.rows ?? 0);
  if (all < MIN_TRAINING_ROWS) throw tooFewRows('training', generated);
  if (generated.end !== 'enough')
    build.remark(`${all} of ${task.rowsWanted} training rows came together: ${ENDS[generated.end]}.`);
  const shards = [...(human === null ? [] : [human.imported.rows]), ...generated.shards];
  return quick.assembleDataset.executeWithOptions({ summary: `Split ${all} rows, remove leaks` }, [
    { build: build.context, spec: task.spec, holdout, generated: shards, attributes },
  ]);
}

/** The rows so far and those of another round; validation stays what it is. */
export const assembleMore = (
  build: Build,
  task: ParsedTask,
  { holdout, attributes }: { readonly holdout: Holdout; readonly attributes: ArtifactRef },
  { generated, before }: { readonly generated: GeneratedRows; readonly before: AssembledDataset },
): Promise<AssembledDataset> =>
  quick.assembleDataset.executeWithOptions({ summary: `Add ${generated.rows} rows, remove leaks` }, [
    { build: build.context, spec: task.spec, holdout, generated: generated.shards, attributes, before },
  ]);

/** How the student fares on validation rows. */
export async function examine(
  build: Build,
  task: ParsedTask,
  student: Omit<ExamineStudentInput, 'build' | 'spec'>,
): Promise<ExaminedStudent> {
  const summary = `Look at ${student.dataset.validationRows} validation rows`;
  const examined = await quick.examineStudent.executeWithOptions({ summary }, [
    { build: build.context, spec: task.spec, ...student },
  ]);
  build.keep(examined);
  const { remark } = examined;
  if (remark !== undefined && !build.remarks().includes(remark)) build.remark(remark);
  return examined;
}

export const noteDataset = (dataset: AssembledDataset): string =>
  `${dataset.trainRows} to train, ${dataset.validationRows} to validate`;
