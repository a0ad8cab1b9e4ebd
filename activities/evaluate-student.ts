import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { CpuActivities, EvaluateStudentInput } from '../contracts/activities.ts';
import { Example } from '../contracts/example.ts';
import { EvaluationResult } from '../contracts/stage-results.ts';
import { StudentSearch } from '../contracts/student-search.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { judge } from '../lib/evaluation/judge.ts';
import { openTest } from '../lib/evaluation/openings.ts';
import { votesOnTest } from '../lib/evaluation/voted-test.ts';
import { identityOfRelease, releasedForBuild, type SeenRelease } from '../lib/registry/released-for-build.ts';
import { LABEL_INPUT_VERSION } from '../lib/prompts/label-input.ts';
import { putJson, putRows, readJson, readRows } from '../lib/store/blobs.ts';
import { accountOf } from './account-of.ts';
import { answerBaselines } from './answer-baselines.ts';
import { answerReleased } from './answer-released.ts';
import { askTeacher } from './ask-teacher.ts';
import { askTeacherVotes } from './ask-teacher-votes.ts';
import { embedAnswers } from './embed-answers.ts';
import { inputTraits } from './input-traits.ts';
import { inScratch } from './in-scratch.ts';
import { type Money, paidStage } from './paid-stage.ts';
import type { CpuPorts } from './ports.ts';
import { PREDICTION_THREADS, predictFiles } from './predict-files.ts';
import { readAnswers } from './read-answers.ts';
import { studentConfidence } from './student-confidence.ts';

const STAGE_VERSION = '8';
/** Reports of earlier stages, passed on as they are. */
const FACTS = z.record(z.string(), z.unknown());

/**
 * Student, teacher, baselines and the released version on the same test rows, and the verdict. The file that ships is chosen on validation rows;
 * only then is the test opened, for that one frozen model, and the opening counted.
 */
export const createEvaluateStudent =
  (ports: CpuPorts): CpuActivities['evaluateStudent'] =>
  async (input) => {
    const [config, spec] = await Promise.all([
      readJson(ports.store, input.build.config, TaskConfig),
      readJson(ports.store, input.spec, TaskSpec),
    ]);
    const { holdout, dataset, exported, trained, build, grant } = input;
    const released = await releasedForBuild(ports.store, build);
    const key = {
      stage: 'evaluate',
      stageVersion: `${STAGE_VERSION}/${LABEL_INPUT_VERSION}`,
      inputs: {
        spec: input.spec,
        test: holdout.test,
        origin: holdout.origin,
        confirmed: holdout.confirmed,
        train: dataset.train,
        validation: dataset.validation,
        model: exported.modelHash,
        training: trained.training,
        search: input.search,
        remarks: input.remarks,
        ...(input.rounds === undefined ? {} : { rounds: input.rounds }),
        ...identityOfRelease(released),
        teacher: config.teacher,
        gate: config.gate,
        seed: config.seed,
        embedder: ports.embedder.identity,
      },
    };
    return paidStage(ports, { build, grant, key, schema: EvaluationResult }, (money) =>
      inScratch(ports.scratch, (folder) => evaluate(ports, input, { config, spec, released }, money, folder)),
    );
  };

async function evaluate(
  ports: CpuPorts,
  input: EvaluateStudentInput,
  task: { readonly config: TaskConfig; readonly spec: TaskSpec; readonly released: SeenRelease },
  money: Money,
  folder: string,
) {
  const { store } = ports;
  const { holdout, dataset, exported } = input;
  const [test, train, validation] = await Promise.all([
    readRows(store, holdout.test, Example),
    readRows(store, dataset.train, Example),
    readRows(store, dataset.validation, Example),
  ]);
  const model = join(folder, 'model');
  const student = await predictFiles(
    ports,
    input,
    task.spec,
    { train, validation, seed: task.config.seed },
    money,
    model,
  );
  const sure = await studentConfidence(store, { spec: task.spec, train, validation, answers: student.onValidation });
  const opening =
    holdout.origin === 'gold' || holdout.confirmed
      ? await openTest(store, holdout.test.sha256, exported.modelHash, input.build.buildId)
      : null;
  const onTest = await student.onTest(test);
  const account = accountOf(input.build, task.config, 'evaluate');
  const teacher = await askTeacher(ports, account, task.spec, test, money);
  const votes = votesOnTest(holdout.origin, task.config.teacher.votes);
  // Without the one answer on every row there is nothing to hold the votes against.
  const hasVotes = votes > 0 && teacher.unfunded === null;
  const voted = hasVotes ? await askTeacherVotes(ports, account, { spec: task.spec, test, votes }, money) : null;
  const baselines = await answerBaselines(store, input.trained.model, task.spec, train, test);
  const given = [...onTest.int8, ...onTest.fp32, ...teacher.answers, ...(voted?.answers ?? [])];
  const answers = [...given.map((one) => ('output' in one ? one.output : null)), ...Object.values(baselines).flat()];
  const vectors = await embedAnswers(ports.embedder, task.spec, [...test.map((row) => row.output), ...answers], money);
  const released = await answerReleased(ports, task.released, task.spec, test, money, join(folder, 'released'));
  const judged = judge({
    config: task.config,
    spec: task.spec,
    test,
    origin: holdout.origin,
    confirmed: holdout.confirmed,
    opening,
    student: { ...student, ...onTest },
    teacher,
    voted,
    baselines: { ...baselines, ...released.answers },
    vectors,
    traits: await inputTraits(ports.embedder, task.spec, test, money),
    code: await readAnswers(task.spec, test, [...answers, ...Object.values(released.answers).flat()], money),
    released: released.release,
    exported: { files: exported.files, facts: await readJson(store, exported.facts, FACTS) },
    search: await readJson(store, input.search, StudentSearch),
    data: await readJson(store, dataset.report, FACTS),
    training: await readJson(store, input.trained.training, FACTS),
    remarks: [...input.remarks, ...released.remarks],
    ...(input.rounds === undefined ? {} : { rounds: input.rounds }),
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      threads: Math.min(PREDICTION_THREADS, availableParallelism()),
    },
  });
  const { ships } = judged.report;
  const opened = { test, origin: holdout.origin, ships: ships.file, student: onTest, teacher, price: account.price };
  const result = {
    report: await putJson(store, { ...judged.report, ...sure.onTest(opened) }),
    predictions: await putRows(store, judged.predictions),
    verdict: judged.report.verdict,
    score: judged.score,
    ships: ships.file,
    ...sure.files,
  };
  return { result, cut: teacher.unfunded ?? voted?.unfunded ?? null };
}
