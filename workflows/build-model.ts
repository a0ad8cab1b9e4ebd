import type { BuildInput, BuildResult } from '../contracts/build.ts';
import type { PlanResult } from '../contracts/plan-result.ts';
import { fixTest, noteFixed } from './fix-test.ts';
import { generateRows, noteRows } from './generate-rows.ts';
import { evaluate, noteBundle, noteVerdict, packageModel } from './judge-student.ts';
import { lookFirst, toldTask } from './look-first.ts';
import { makeInRounds } from './make-in-rounds.ts';
import { openBuild } from './open-build.ts';
import { notePilot, pilotTeacher, planOnly } from './pilot.ts';
import { noteTask, readTask } from './read-task.ts';

/** A task becomes a small model with proof of how good it is. Every stage's result is in the store before the next begins. */
export async function buildModel(input: BuildInput): Promise<BuildResult | PlanResult> {
  const { until, trainMinutes, reviewHours } = input.operations;
  const build = openBuild(input);
  try {
    const task = await build.stage('parse', () => readTask(build), noteTask);
    if (until === 'plan') return await planOnly(build, task, trainMinutes);

    const human = await lookFirst(build, task, reviewHours);
    const { holdout, attributes } = await build.stage('holdout', () => fixTest(build, task, human), noteFixed);

    const told = toldTask(task, human);
    const wanted = Math.max(0, task.rowsWanted - (human?.imported.counts.rows ?? 0));
    const asked = { attributes, testRows: holdout.rows, testOrigin: holdout.origin, trainMinutes, rowsWanted: wanted };
    const pilot = wanted === 0 ? null : await build.stage('pilot', () => pilotTeacher(build, told, asked), notePilot);
    if (pilot === null) build.skip(['pilot'], 'people wrote enough rows');
    const settings = pilot?.settings ?? null;
    const wish = { purpose: 'train', wanted, attributes, settings, later: null } as const;
    const generated = await build.stage('generate', () => generateRows(build, told, wish), noteRows);

    const rows = { holdout, human, generated, attributes, settings, trainMinutes };
    const made = { holdout, ...(await makeInRounds(build, told, rows)) };
    const evaluation = await build.stage('evaluate', () => evaluate(build, task, made), noteVerdict);
    const parts = { ...made, evaluation, pilot, source: human?.source ?? null };
    const bundle = await build.stage('package', () => packageModel(build, task, parts), noteBundle);
    await build.succeed(evaluation.verdict, evaluation.score, bundle);
    const { verdict, score, report } = evaluation;
    return { buildId: build.context.buildId, verdict, score, cost: build.cost(), bundle, report };
  } catch (error) {
    throw await build.fail(error);
  }
}
