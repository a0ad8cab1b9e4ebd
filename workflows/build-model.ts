import type {
  AssembledDataset,
  Evaluation,
  ExportedStudent,
  Holdout,
  ParsedTask,
  TrainedStudent,
} from '../contracts/activities.ts';
import type { Amount, Price } from '../contracts/budget.ts';
import type { BuildInput, BuildResult } from '../contracts/build.ts';
import { ApplicationFailure } from '@temporalio/workflow';
import { type GeneratedRows, generateRows } from './generate-rows.ts';
import { NOTHING, times } from './ledger.ts';
import { type Build, openBuild } from './open-build.ts';
import { gpu, quick, teacher } from './stage-options.ts';

/** A task becomes a small model with proof of how good it is. Every stage's result is in the store before the next begins. */
export async function buildModel(input: BuildInput): Promise<BuildResult> {
  const build = openBuild(input);
  try {
    const task = await build.stage('parse', () => parse(build), noteTask);
    const holdout = await build.stage('holdout', () => fixHoldout(build, task), noteHoldout);
    const rows = await build.stage('generate', () => generateRows(build, task, 'train', task.rowsWanted), noteRows);
    const dataset = await build.stage('assemble', () => assemble(build, task, holdout, rows), noteDataset);
    const trained = await build.stage(
      'train',
      () => train(build, task, dataset, input.operations.trainMinutes),
      noteTraining,
    );
    const exported = await build.stage('export', () => exportStudent(build, task, dataset, trained), noteExport);
    const evaluation = await build.stage(
      'evaluate',
      () => evaluate(build, task, holdout, dataset, trained, exported),
      noteVerdict,
    );
    const parts = { spec: task.spec, holdout, dataset, trained, exported, evaluation };
    const bundle = await build.stage(
      'package',
      () => packageModel(build, parts),
      (made) => `${megabytes(made.bytes)} MB`,
    );
    await build.succeed(evaluation.verdict, evaluation.score, bundle);
    const { verdict, score, report } = evaluation;
    return { buildId: build.context.buildId, verdict, score, cost: build.cost(), bundle, report };
  } catch (error) {
    throw await build.fail(error);
  }
}

/** The task spec. A task file that says kind, labels and format costs no call; a bare prompt costs one. */
async function parse(build: Build): Promise<ParsedTask> {
  const wish = { expected: worstOfParsing(build.context.teacher.price), least: NOTHING, sharers: 1 };
  const task = await build.spend(wish, (grant) =>
    teacher.parseTask.executeWithOptions({ summary: 'Read the task' }, [{ build: build.context, grant }]).then(uncut),
  );
  build.learned(task);
  return task;
}

/** What reading a task may cost at the most: a prompt of 32,000 tokens and an answer of 2,048, tried six times. */
function worstOfParsing(price: Price | null): Amount {
  const usd = price === null ? 0 : (32_000 * price.inputPer1M + 2_048 * price.outputPer1M) / 1e6;
  return times({ usd, tokens: 34_048, calls: 1 }, 6);
}

/** Test rows, fixed before any training row exists: the user's, or rows from calls of their own. */
async function fixHoldout(build: Build, task: ParsedTask): Promise<Holdout> {
  const generated =
    task.testSource === 'generated' ? await generateRows(build, task, 'test', task.testRowsWanted) : null;
  if (generated !== null && generated.rows < MIN_TEST_ROWS) throw tooFewRows('test', generated);
  const holdout = await quick.fixHoldout.executeWithOptions({ summary: 'Fix the test rows' }, [
    { build: build.context, spec: task.spec, generated: generated?.shards ?? [] },
  ]);
  build.ledger.setAside(holdout.evaluation);
  return holdout;
}

async function assemble(
  build: Build,
  task: ParsedTask,
  holdout: Holdout,
  rows: GeneratedRows,
): Promise<AssembledDataset> {
  if (rows.rows < MIN_TRAINING_ROWS) throw tooFewRows('training', rows);
  if (rows.end !== 'enough')
    build.remark(`${rows.rows} of ${task.rowsWanted} training rows were generated: ${ENDS[rows.end]}.`);
  return quick.assembleDataset.executeWithOptions({ summary: `Split ${rows.rows} rows, remove leaks` }, [
    { build: build.context, spec: task.spec, holdout, generated: rows.shards },
  ]);
}

async function train(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  maxMinutes: number,
): Promise<TrainedStudent> {
  const trained = await gpu.trainStudent.executeWithOptions({ summary: `Train on ${dataset.trainRows} rows` }, [
    { build: build.context, spec: task.spec, train: dataset.train, validation: dataset.validation, maxMinutes },
  ]);
  if (trained.cut) build.remark(`Training was cut at ${maxMinutes} minutes, after ${trained.steps} steps.`);
  return trained;
}

const exportStudent = (
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  trained: TrainedStudent,
): Promise<ExportedStudent> =>
  gpu.exportStudent.executeWithOptions({ summary: 'Export to ONNX, quantize' }, [
    {
      build: build.context,
      spec: task.spec,
      model: trained.model,
      validation: dataset.validation,
      maxInputTokens: trained.maxInputTokens,
    },
  ]);

/** The one look at the test: student, teacher and baselines on the same rows. */
async function evaluate(
  build: Build,
  task: ParsedTask,
  holdout: Holdout,
  dataset: AssembledDataset,
  trained: TrainedStudent,
  exported: ExportedStudent,
): Promise<Evaluation> {
  build.ledger.release();
  const wish = { expected: holdout.evaluation, least: task.callCosts.label, sharers: 1 };
  return build.spend(wish, (grant) =>
    teacher.evaluateStudent.executeWithOptions(
      { summary: `Score student, teacher and baselines on ${holdout.rows} rows` },
      [{ build: build.context, spec: task.spec, holdout, dataset, trained, exported, remarks: build.remarks(), grant }],
    ),
  );
}

const packageModel = (
  build: Build,
  parts: Pick<
    Parameters<typeof quick.packageModel>[0],
    'spec' | 'holdout' | 'dataset' | 'trained' | 'exported' | 'evaluation'
  >,
) =>
  quick.packageModel.executeWithOptions({ summary: 'Put the bundle together' }, [
    { ...parts, build: build.context, cost: build.cost(), costs: build.costs(), records: build.records() },
  ]);

/** Below this no student is worth its training: the validation rows alone take 50. */
const MIN_TRAINING_ROWS = 60;
/** From fewer generated test rows not even agreement can be said. */
const MIN_TEST_ROWS = 20;

const ENDS = {
  enough: 'enough',
  dry: 'new calls brought mostly inputs that were there already',
  budget: 'the budget was reached',
  time: 'the time of the budget was reached',
  waves: 'too many calls brought too few usable rows',
} as const;

function tooFewRows(purpose: string, generated: GeneratedRows): ApplicationFailure {
  const reasons = Object.entries(generated.dropped).map(([reason, count]) => `${count} ${reason}`);
  return ApplicationFailure.create({
    type: generated.end === 'budget' || generated.end === 'time' ? 'budget-reached' : 'too-few-rows',
    nonRetryable: true,
    message:
      `Only ${generated.rows} ${purpose} rows could be generated: ${ENDS[generated.end]}` +
      `${reasons.length === 0 ? '' : `; dropped: ${reasons.join(', ')}`}. ` +
      'What was paid for is kept: correct the task or raise the budget, and submit it again.',
  });
}

const uncut = <Result extends object>(result: Result) => ({ ...result, cut: null });
const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);

const noteTask = (task: ParsedTask) =>
  `${task.kind}${task.labelCount > 0 ? `, ${task.labelCount} labels` : ''}, ${task.metric}, ${task.rowsWanted} rows wanted`;
const noteHoldout = (holdout: Holdout) => `${holdout.rows} ${holdout.origin} rows`;
const noteRows = (rows: GeneratedRows) => `${rows.rows} rows${rows.end === 'enough' ? '' : `: ${ENDS[rows.end]}`}`;
const noteDataset = (dataset: AssembledDataset) =>
  `${dataset.trainRows} to train, ${dataset.validationRows} to validate`;
const noteTraining = (trained: TrainedStudent) =>
  `${trained.steps} steps, validation loss ${trained.validationLoss.toFixed(4)}`;
const noteExport = (exported: ExportedStudent) => `${exported.files.length} files`;
const noteVerdict = (evaluation: Evaluation) => `${evaluation.verdict.decision}: ${evaluation.verdict.reason}`;
