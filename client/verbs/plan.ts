import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { Example } from '../../contracts/example.ts';
import { Attributes } from '../../contracts/plan.ts';
import { PlanResult } from '../../contracts/plan-result.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import { TaskSpec } from '../../contracts/task-spec.ts';
import { estimateFromTask } from '../../lib/plan/estimate-from-task.ts';
import { putJson, readJson, readRows } from '../../lib/store/blobs.ts';
import { checkStore } from '../../lib/store/check-store.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { needsReading } from '../../lib/task/read-prompt.ts';
import { taskConfig, taskHash } from '../../lib/task/task-config.ts';
import { planWorstCase, worstCase } from '../../lib/task/worst-case.ts';
import { CommandFailure } from '../command-failure.ts';
import { confirmCost } from '../confirm-cost.ts';
import type { Temporal } from '../connection.ts';
import { detached, endedBadly, idsOf, parked, waiting } from '../end-of-build.ts';
import { followBuild } from '../follow-build.ts';
import { prepareTask, uploadTask, type PreparedTask } from '../prepare-task.ts';
import { startBuild } from '../start-build.ts';
import { taskOptions } from '../task-options.ts';
import { estimateLines } from '../terminal/estimate-lines.ts';
import { planLines, type MadePlan } from '../terminal/plan-lines.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m plan`: what a build would do and cost. */
export const plan: Verb = {
  name: 'plan',
  summary: 'say what a build would do and cost, before it does',
  usage: 'TASK.yaml | "PROMPT"',
  about: [
    'Without --pilot nothing is asked of anybody and nothing is paid: the estimate is reckoned from the task. With it the',
    'teacher reads the prompt and makes a few rows; what it is paid for, a build of the same task finds paid.',
  ],
  options: {
    pilot: { type: 'boolean', help: 'let the teacher read the task and try a few rows; needs the running stack' },
    yes: { type: 'boolean', help: "confirm the pilot's worst case without being asked" },
    ...taskOptions(),
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const environment = call.environment();
  const prepared = await prepareTask(call, environment.teacher.baseUrl, 'plan');
  const { task, operations } = prepared;
  const draft = taskConfig(task, { examples: null, test: null }, operations.baseUrl);
  const estimate = estimateFromTask(task, draft, operations.price, operations.trainMinutes);
  const worst = worstCase(task, draft, operations.price).most;
  const known = knownOf(prepared, draft);
  for (const line of [...linesOf(known), '', ...estimateLines(estimate), '']) call.terminal.say(line);
  const json = { ...known, estimate, worstCase: worst };
  if (call.options['pilot'] !== true) {
    call.terminal.say('Nothing was asked, nothing was paid. --pilot lets the teacher try a few rows.');
    return { exit: 0, json: { ...json, plan: null } };
  }
  const identity = `p2m ${process.pid}@${hostname()} ${randomUUID()}`;
  const store = openStore(environment);
  return withTemporal(call, identity, async (temporal) => {
    await checkStore(store);
    return runPilot(call, prepared, draft, { temporal, store, identity, json });
  });
}

/** What is known of a task without its teacher. */
function knownOf({ task }: PreparedTask, config: TaskConfig) {
  return {
    name: config.name,
    kind: config.kind,
    labels: config.labels?.map((label) => label.name) ?? null,
    metric: config.metric,
    constraints: config.constraints,
    examples: task.examples.length,
    test: task.test?.length ?? null,
    rows: config.generate.rows,
    votes: config.teacher.votes,
    toRead: needsReading(config),
  };
}

const linesOf = (known: ReturnType<typeof knownOf>): string[] => [
  `${known.name}: ${known.kind ?? 'its kind will be read from the prompt'}${known.labels === null ? '' : ` (${known.labels.join(', ')})`}`,
  `metric: ${known.metric ?? 'follows from the task once it is read'}`,
  `examples: ${known.examples}; test: ${known.test === null ? 'none of its own' : `${known.test} rows`}`,
  known.toRead
    ? 'asked first: what the prompt wants (one call), what inputs differ in (one call)'
    : 'asked first: what inputs differ in (one call)',
];

interface Pilot {
  readonly temporal: Temporal;
  readonly store: ObjectStore;
  readonly identity: string;
  readonly json: Readonly<Record<string, unknown>>;
}

async function runPilot(
  call: VerbCall,
  prepared: PreparedTask,
  draft: TaskConfig,
  { temporal, store, identity, json }: Pilot,
): Promise<VerbResult> {
  const { terminal } = call;
  const worst = planWorstCase(prepared.task, draft, prepared.operations.price);
  const operations = await confirmCost(call, prepared.operations, worst);
  const config = await uploadTask(prepared, store);
  const reference = await putJson(store, config);
  const input = { version: 1, name: config.name, taskHash: taskHash(config), config: reference, operations } as const;
  const started = await startBuild(temporal, input, config, identity);
  if (started.joined !== null && started.joined.until !== 'plan')
    throw new CommandFailure(
      'usage',
      `A build of this task is running already: npm run p2m -- watch ${started.build.buildId}`,
    );
  const end = await followBuild(started.build, { ...call, temporal });
  if (end === 'detached') return detached(started.build, terminal);
  if (end.state === 'parked') return parked(started.build, end, terminal);
  if (end.state === 'waiting') return waiting(started.build, end, terminal);
  if (end.state !== 'done') return endedBadly(started.build, end, terminal);
  const made = await readPlan(store, end.result);
  for (const line of ['', ...planLines(made, terminal.columns())]) terminal.say(line);
  return { exit: 0, json: { ...idsOf(started.build), ...json, state: 'done', plan: planJson(made) } };
}

async function readPlan(store: ObjectStore, result: unknown): Promise<MadePlan> {
  const made = PlanResult.parse(result);
  const [spec, attributes, samples] = await Promise.all([
    readJson(store, made.spec, TaskSpec),
    readJson(store, made.attributes, Attributes),
    readRows(store, made.pilot.samples, Example),
  ]);
  return { plan: made, spec, attributes, samples };
}

const planJson = ({ plan: { pilot, cost }, spec, attributes, samples }: MadePlan) => ({
  spec,
  attributes,
  pilot,
  samples,
  estimate: pilot.estimate,
  cost,
});
