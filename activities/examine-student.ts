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
import { findWeakClusters } from './find-weak-clusters.ts';
import { inScratch } from './in-scratch.ts';
import type { CpuPorts } from './ports.ts';
import { choiceOnValidation, openFiles } from './predict-files.ts';

const STAGE_VERSION = '2';

/** How a round's student fares on the validation rows, where it is weak there, and whether another round may help. The test stays closed. */
export const createExamineStudent =
  (ports: Pick<CpuPorts, 'store' | 'predict' | 'scratch' | 'embedder'>): CpuActivities['examineStudent'] =>
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
        ...(spec.labels === null ? { train: dataset.train, embedder: ports.embedder.identity } : {}),
      },
    };
    const { result, record } = await finishOnce(ports.store, key, input.build, ExaminedStudentResult, () =>
      beating(() => inScratch(ports.scratch, (folder) => examine(ports, input, { config, spec }, folder))),
    );
    return { ...result, record };
  };

async function examine(
  ports: Pick<CpuPorts, 'store' | 'predict' | 'embedder'>,
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
  const earlier = before?.map(({ output }) => output) ?? null;
  const decided = decideRound({ ...rows, margin: gate.margin }, answers.outputs, earlier);
  // Labels name regions as they are; and where no round follows, nobody asks for any.
  const clusters =
    spec.labels === null && decided.decision === 'again'
      ? await clustersOf(ports, input, spec, { validation, scores, seed })
      : [];
  const weak = typeof clusters === 'string' ? [] : clusters;
  const focus = { ...weakRegions(placed, names), ...(weak.length === 0 ? {} : { clusters: [...weak] }) };
  const result = {
    ...decided,
    ...(typeof clusters === 'string' ? { remark: clusters } : {}),
    weakest: weakestNames(focus),
    focus: await putJson(store, focus),
    answers: await putRows(
      store,
      validation.map(({ id }, at) => ({ id, output: answers.outputs[at] ?? '' })),
    ),
  };
  // Another worker may have the embedder that this one lacks: then what it could not do holds for this build alone.
  return { result, complete: typeof clusters !== 'string' };
}

async function clustersOf(
  { store, embedder }: Pick<CpuPorts, 'store' | 'embedder'>,
  { dataset }: ExamineStudentInput,
  spec: TaskSpec,
  rows: Omit<Parameters<typeof findWeakClusters>[2], 'train'>,
): ReturnType<typeof findWeakClusters> {
  const train = await readRows(store, dataset.train, Example);
  return findWeakClusters(embedder, spec, { ...rows, train }, watching());
}

/** Cancellation, and what the Web UI shows beside the pending activity. */
function watching() {
  const context = Context.current();
  return { signal: context.cancellationSignal, progress: (at: unknown) => context.heartbeat(at) };
}

/** Answers to the validation rows, of the file that would ship. */
async function answersOf(
  ports: Pick<CpuPorts, 'store' | 'predict'>,
  input: ExamineStudentInput,
  spec: TaskSpec,
  rows: { readonly validation: readonly Example[]; readonly seed: number },
  folder: string,
) {
  const run = await openFiles(ports, input, spec, watching(), folder);
  const inputs = rows.validation.map((row) => row.input);
  const int8 = await run('int8', inputs, 'validation rows');
  const fp32 = await run('fp32', inputs, 'validation rows');
  const choice = choiceOnValidation(spec, rows, int8, fp32);
  const chosen = choice.ships.file === 'int8' ? int8 : fp32;
  return { rows: choice.rows, outputs: chosen.map(({ output }) => output) };
}
