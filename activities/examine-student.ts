import { Context } from '@temporalio/activity';
import type { CpuActivities, ExamineStudentInput } from '../contracts/activities.ts';
import { Example, WrittenInput } from '../contracts/example.ts';
import { Attributes } from '../contracts/plan.ts';
import { ExaminedRow } from '../contracts/round.ts';
import { ExaminedStudentResult } from '../contracts/stage-results.ts';
import { TaskConfig } from '../contracts/task-config.ts';
import { TaskSpec } from '../contracts/task-spec.ts';
import { decideRound } from '../lib/rounds/decide-round.ts';
import { itemsOf } from '../lib/metrics/micro-f1.ts';
import { rowScores } from '../lib/rounds/row-scores.ts';
import { weakestNames, weakRegions } from '../lib/rounds/weak-regions.ts';
import { putJson, putRows, readJson, readRows } from '../lib/store/blobs.ts';
import { finishOnce } from '../lib/store/stage-memo.ts';
import { beating } from './beating.ts';
import { inScratch } from './in-scratch.ts';
import type { CpuPorts } from './ports.ts';
import { choiceOnValidation, openFiles } from './predict-files.ts';

const STAGE_VERSION = '1';

/** How a round's student fares on the validation rows, where it is weak there, and whether another round may help. The test stays closed. */
export const createExamineStudent =
  (ports: Pick<CpuPorts, 'store' | 'predict' | 'scratch'>): CpuActivities['examineStudent'] =>
  async (input) => {
    const [config, spec] = await Promise.all([
      readJson(ports.store, input.build.config, TaskConfig),
      readJson(ports.store, input.spec, TaskSpec),
    ]);
    const { dataset, exported, attributes, pools, before } = input;
    const key = {
      stage: 'examine',
      stageVersion: STAGE_VERSION,
      inputs: {
        spec: input.spec,
        validation: dataset.validation,
        model: exported.modelHash,
        attributes,
        pools,
        before,
        margin: config.gate.margin,
        seed: config.seed,
      },
    };
    const { result, record } = await finishOnce(ports.store, key, input.build, ExaminedStudentResult, () =>
      beating(() => inScratch(ports.scratch, (folder) => examine(ports, input, { config, spec }, folder))),
    );
    return { ...result, record };
  };

async function examine(
  ports: Pick<CpuPorts, 'store' | 'predict'>,
  input: ExamineStudentInput,
  { config, spec }: { readonly config: TaskConfig; readonly spec: TaskSpec },
  folder: string,
) {
  const { store } = ports;
  const [validation, pools, attributes, before] = await Promise.all([
    readRows(store, input.dataset.validation, Example),
    Promise.all(input.pools.map((pool) => readRows(store, pool, WrittenInput))),
    readJson(store, input.attributes, Attributes),
    input.before === null ? null : readRows(store, input.before, ExaminedRow),
  ]);
  const { seed, gate } = config;
  const answers = await answersOf(ports, input, spec, { validation, seed }, folder);
  const { rows } = answers;
  const topics = new Map(pools.flat().map(({ id, topic }) => [id, topic]));
  const scores = rowScores(spec.metric, rows.expected, answers.outputs, rows.labels);
  const placed = validation.map(({ id, output }, at) => ({
    labels: spec.labels === null ? [] : [...itemsOf(output)],
    topic: topics.get(id) ?? null,
    score: scores[at] ?? 0,
  }));
  const names = { labels: rows.labels ?? [], topics: attributes.topics.map(({ name }) => name) };
  const focus = weakRegions(placed, names);
  const earlier = before?.map(({ output }) => output) ?? null;
  const result = {
    ...decideRound({ ...rows, margin: gate.margin }, answers.outputs, earlier),
    weakest: weakestNames(focus),
    focus: await putJson(store, focus),
    answers: await putRows(
      store,
      validation.map(({ id }, at) => ({ id, output: answers.outputs[at] ?? '' })),
    ),
  };
  return { result, complete: true };
}

/** Answers to the validation rows, of the file that would ship. */
async function answersOf(
  ports: Pick<CpuPorts, 'store' | 'predict'>,
  input: ExamineStudentInput,
  spec: TaskSpec,
  rows: { readonly validation: readonly Example[]; readonly seed: number },
  folder: string,
) {
  const context = Context.current();
  const watch = { signal: context.cancellationSignal, progress: (at: unknown) => context.heartbeat(at) };
  const run = await openFiles(ports, input, spec, watch, folder);
  const inputs = rows.validation.map((row) => row.input);
  const int8 = await run('int8', inputs, 'validation rows');
  const fp32 = await run('fp32', inputs, 'validation rows');
  const choice = choiceOnValidation(spec, rows, int8, fp32);
  const chosen = choice.ships.file === 'int8' ? int8 : fp32;
  return { rows: choice.rows, outputs: chosen.map(({ output }) => output) };
}
