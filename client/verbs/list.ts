import type { WorkflowExecutionInfo } from '@temporalio/client';
import { WORKFLOWS } from '../../contracts/names.ts';
import { recordedBuilds } from '../build-record.ts';
import { CommandFailure } from '../command-failure.ts';
import { asBuild } from '../find-build.ts';
import { listReleased } from '../list-released.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { readBuildRecord } from '../../lib/trace/build-record.ts';
import { duration } from '../terminal/numbers.ts';
import { tableLines } from '../terminal/table.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m list`: builds, newest first. */
export const list: Verb = {
  name: 'list',
  summary: 'list builds, newest first',
  usage: '',
  about: [
    'Lists what Temporal remembers; with --stored, what the store keeps of builds that ended; with --models, the',
    'released version of every model.',
  ],
  options: {
    limit: { type: 'string', value: 'N', help: 'at most so many (default 20)' },
    running: { type: 'boolean', help: 'only those that run' },
    reviews: { type: 'boolean', help: 'only those that wait for a decision about datasets' },
    kind: { type: 'string', value: 'KIND', help: 'only tasks of this kind' },
    stored: { type: 'boolean', help: 'read the store instead of Temporal' },
    models: { type: 'boolean', help: 'released models instead of builds' },
  },
  words: { least: 0, most: 0 },
  run: async (call) => {
    if (call.options['models'] === true) return listReleased(call);
    return show(call, call.options['stored'] === true ? await fromStore(call) : await fromTemporal(call));
  },
};

interface ListedBuild {
  readonly buildId: string;
  readonly workflowId: string;
  readonly state: string;
  readonly stage: string | null;
  readonly kind: string | null;
  readonly verdict: string | null;
  readonly score: number | null;
  /** ISO 8601. */
  readonly started: string | null;
  readonly seconds: number | null;
}

const DEFAULT_LIMIT = 20;

function show({ terminal }: VerbCall, builds: readonly ListedBuild[]): VerbResult {
  const rows = builds.map((build) => [
    build.buildId,
    build.state,
    build.stage ?? '',
    build.kind ?? '',
    build.verdict ?? '',
    build.score === null ? '' : build.score.toFixed(3),
    build.started === null ? '' : build.started.slice(0, 16).replace('T', ' '),
    build.seconds === null ? '' : duration(build.seconds),
  ]);
  const titles = ['build', 'state', 'stage', 'kind', 'verdict', 'score', 'started (UTC)', 'took'];
  const lines = tableLines(
    titles.map((title) => ({ title, side: title === 'score' || title === 'took' ? 'right' : 'left' })),
    rows,
  );
  if (builds.length === 0) terminal.say('No build yet. To begin: npm run p2m -- init my-task');
  else for (const [at, line] of lines.entries()) terminal.say(at === 0 ? terminal.palette.faint(line) : line);
  return { exit: 0, json: { builds } };
}

function limitOf(call: VerbCall): number {
  const text = textOption(call, 'limit');
  const limit = text === undefined ? DEFAULT_LIMIT : Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new CommandFailure('usage', `--limit must be a whole number from 1 on, and is "${text}".`);
}

function fromTemporal(call: VerbCall): Promise<readonly ListedBuild[]> {
  const limit = limitOf(call);
  const kind = textOption(call, 'kind');
  if (kind !== undefined && !/^[a-z]+$/.test(kind))
    throw new CommandFailure('usage', `--kind "${kind}" is no kind of task.`);
  const query = [
    `WorkflowType = '${WORKFLOWS.buildModel}'`,
    ...(call.options['running'] === true ? [`ExecutionStatus = 'Running'`] : []),
    ...(call.options['reviews'] === true ? ['AwaitingReview = true'] : []),
    ...(kind === undefined ? [] : [`TaskKind = '${kind}'`]),
  ].join(' AND ');
  return withTemporal(call, 'p2m list', (temporal) =>
    temporal.call('listing builds', async () => {
      const builds: ListedBuild[] = [];
      for await (const execution of temporal.client.workflow.list({ query, pageSize: limit })) {
        const listed = asListed(execution, call.clock.now());
        if (listed !== null) builds.push(listed);
        if (builds.length === limit) break;
      }
      return builds;
    }),
  );
}

/** Words for the states that Temporal knows. */
const STATES: Readonly<Record<string, string>> = {
  RUNNING: 'running',
  COMPLETED: 'done',
  CANCELLED: 'cancelled',
  TERMINATED: 'cancelled',
};

function asListed(execution: WorkflowExecutionInfo, nowMs: number): ListedBuild | null {
  const build = asBuild(execution.workflowId, execution.runId);
  if (build === null) return null;
  const state = STATES[execution.status.name] ?? 'failed';
  const word = (name: string) => {
    const value = execution.searchAttributes[name]?.[0];
    return typeof value === 'string' ? value : null;
  };
  const score = execution.searchAttributes['BestScore']?.[0];
  const stage = word('BuildStage');
  return {
    buildId: build.buildId,
    workflowId: build.workflowId,
    state: state === 'running' ? runningState(execution) : state,
    // At its end a build writes its state there.
    stage: stage === state ? null : stage,
    kind: word('TaskKind'),
    verdict: word('Verdict'),
    score: typeof score === 'number' ? score : null,
    started: execution.startTime.toISOString(),
    seconds: ((execution.closeTime?.getTime() ?? nowMs) - execution.startTime.getTime()) / 1000,
  };
}

/** A running build may wait for a person. */
function runningState({ searchAttributes }: WorkflowExecutionInfo): string {
  if (typeof searchAttributes['ParkedFor']?.[0] === 'string') return 'parked';
  return searchAttributes['AwaitingReview']?.[0] === true ? 'waiting' : 'running';
}

/** The store keeps no times; ids are in the order of names. */
async function fromStore(call: VerbCall): Promise<readonly ListedBuild[]> {
  const store = openStore(call.environment());
  const ids = (await recordedBuilds(store, '')).slice(0, limitOf(call));
  const records = await Promise.all(ids.map((id) => readBuildRecord(store, id)));
  return records.flatMap((record) =>
    record === null
      ? []
      : [
          {
            buildId: record.build.buildId,
            workflowId: record.workflowId,
            state: record.state,
            stage: null,
            kind: null,
            verdict: record.verdict?.decision ?? null,
            score: null,
            started: null,
            seconds: null,
          },
        ],
  );
}
