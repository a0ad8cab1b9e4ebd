import { join } from 'node:path';
import { Context } from '@temporalio/activity';
import type { CompareStudentsInput, CpuActivities, TrainedCandidate } from '../contracts/activities.ts';
import { Example } from '../contracts/example.ts';
import { StageFailure } from '../contracts/failure.ts';
import { ComparedStudentsResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import type { ComparedStudent } from '../contracts/student-search.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { median } from '../lib/evaluation/median.ts';
import type { Prediction } from '../lib/inference/predictor.ts';
import { candidateTitle } from '../lib/student/candidate-title.ts';
import { chooseStudent } from '../lib/student/choose-student.ts';
import { rowLosses } from '../lib/student/row-losses.ts';
import { searchReport } from '../lib/student/search-report.ts';
import { readTrainingSummary } from '../lib/student/training-summary.ts';
import { putJson, readJson, readRows } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import { inScratch } from './in-scratch.ts';
import type { CpuPorts } from './ports.ts';
import { choiceOnValidation, openFiles } from './predict-files.ts';

const STAGE_VERSION = '5';

/** All candidates' best students on the validation rows, by the very files that would ship; the cheapest of the best is chosen. */
export const createCompareStudents =
  (ports: Pick<CpuPorts, 'store' | 'predict' | 'scratch'>): CpuActivities['compareStudents'] =>
  async (input) => {
    const [config, spec] = await Promise.all([
      readJson(ports.store, input.build.config, TaskConfig),
      readJson(ports.store, input.spec, TaskSpec),
    ]);
    const { maxBytes, maxLatencyMs } = config.student;
    const key = {
      stage: 'compare-students',
      stageVersion: STAGE_VERSION,
      inputs: {
        spec: input.spec,
        validation: input.validation,
        candidates: input.candidates.map(({ candidate, best, exported, trials }) => ({
          candidate,
          best,
          model: exported.modelHash,
          trials,
        })),
        leftOut: input.leftOut,
        limits: { maxBytes, maxLatencyMs },
        seed: config.seed,
      },
    };
    const { result, record } = await finishOnce(ports.store, key, input.build, ComparedStudentsResult, () =>
      beating(() => inScratch(ports.scratch, (folder) => compare(ports, input, { config, spec }, folder))),
    );
    return { ...result, record };
  };

async function compare(
  ports: Pick<CpuPorts, 'store' | 'predict'>,
  input: CompareStudentsInput,
  { config, spec }: { readonly config: TaskConfig; readonly spec: TaskSpec },
  folder: string,
) {
  const { store } = ports;
  const validation = await readRows(store, input.validation, Example);
  const rows = { validation, seed: config.seed };
  const seen = [];
  for (const [at, candidate] of input.candidates.entries())
    seen.push(await answersOf(ports, candidate, spec, rows, join(folder, `${at}`)));
  const compared = {
    metric: spec.metric,
    labels: spec.labels?.map(({ name }) => name) ?? null,
    expected: validation.map(({ output }) => output),
    groups: validation.map(({ group }) => group),
    writtenBy: writersOf(validation),
    seed: config.seed,
  };
  const decided = chooseStudent(compared, seen, config.student);
  const trainings = await Promise.all(input.candidates.map((candidate) => summariesOf(store, candidate)));
  const search = searchReport(input, { spec, rows: validation.length, seen, decided, trainings });
  if (decided.chosen === null) throw nothingFits(search.students);
  const result = { chosen: decided.chosen, search: await putJson(store, search), reason: decided.reason };
  return { result, complete: true };
}

/** The file of a candidate that would ship: its answers, its size, and its latency. */
async function answersOf(
  ports: Pick<CpuPorts, 'store' | 'predict'>,
  { candidate, trained, exported }: TrainedCandidate,
  spec: TaskSpec,
  rows: { readonly validation: readonly Example[]; readonly seed: number },
  folder: string,
) {
  const context = Context.current();
  const watch = { signal: context.cancellationSignal, progress: (at: unknown) => context.heartbeat(at) };
  const run = await openFiles(ports, { trained, exported }, spec, watch, folder);
  const inputs = rows.validation.map((row) => row.input);
  const int8 = await run('int8', inputs, `validation rows, ${candidateTitle(candidate)}`);
  const fp32 = await run('fp32', inputs, `validation rows, ${candidateTitle(candidate)}`);
  const { file } = choiceOnValidation(spec, rows, int8, fp32).ships;
  const shipped = file === 'int8' ? int8 : fp32;
  return {
    name: candidateTitle(candidate),
    file,
    answers: shipped.map(({ output }) => output),
    losses: lossesOf(spec, rows.validation, shipped),
    bytes: bytesToAnswer(exported.files, file),
    p50Ms: Math.round(median(shipped.map(({ ms }) => ms)) * 100) / 100,
  };
}

const writersOf = (rows: readonly Example[]): 'people' | 'teacher' =>
  2 * rows.filter(({ origin }) => origin !== 'generated').length > rows.length ? 'people' : 'teacher';

/** Null but for one label a row. */
function lossesOf(spec: TaskSpec, validation: readonly Example[], shipped: readonly Prediction[]) {
  if (spec.labels === null || spec.constraints.several) return null;
  const places = new Map(spec.labels.map(({ name }, at) => [name, at]));
  const expected = validation.map(({ output }) => places.get(output) ?? -1);
  return rowLosses(
    expected,
    shipped.map(({ logits }) => logits ?? []),
  );
}

/** Of what a prediction reads: the model's own file, vocabulary or tokenizer, configuration; not the weights for further training. */
function bytesToAnswer(files: TrainedCandidate['exported']['files'], file: 'int8' | 'fp32'): number {
  const read = files.filter(({ path }) =>
    /\.onnx(?:_data)?$/.test(path)
      ? path.includes('_quantized.onnx') === (file === 'int8')
      : path !== 'model.safetensors',
  );
  return read.reduce((sum, { bytes }) => sum + bytes, 0);
}

const summariesOf = (store: CpuPorts['store'], { trials }: TrainedCandidate) =>
  Promise.all(
    trials.map(async ({ training }) => (training === null ? null : await readTrainingSummary(store, training))),
  );

function nothingFits(students: readonly ComparedStudent[]): StageFailure {
  const each = students.map((student) => `${candidateTitle(student)}: ${student.exceeds ?? ''}`).join('; ');
  return new StageFailure(
    'no-student-fits',
    `Every student that was trained exceeds a limit of the task (${each}). Raise student.maxBytes or student.maxLatencyMs; what was paid for is kept.`,
  );
}
