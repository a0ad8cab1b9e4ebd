import {
  CancellationScope,
  defineQuery,
  isCancellation,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { Bundle, BuildContext, RecordBuildInput, Recorded, StageRecord } from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { BuildInput, BuildState, BuildStatus } from '../contracts/build.ts';
import type { Verdict } from '../contracts/report.ts';
import { buildIdOf, QUERIES, type Stage } from '../contracts/names.ts';
import { asWorkflowFailure, endingOf, messageOf } from './build-failure.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createSpender, type Spender } from './spender.ts';
import { quick } from './stage-options.ts';
import { createStageTable, type StageTable } from './stage-table.ts';

const buildStatus = defineQuery<BuildStatus>(QUERIES.buildStatus);

const buildStage = defineSearchAttributeKey('BuildStage', 'KEYWORD');
const taskKind = defineSearchAttributeKey('TaskKind', 'KEYWORD');
const verdictKey = defineSearchAttributeKey('Verdict', 'KEYWORD');
const bestScore = defineSearchAttributeKey('BestScore', 'DOUBLE');

/** One run of `buildModel`: its account, its stages as people see them, and its way to end. */
export interface Build extends Spender {
  readonly context: BuildContext;
  readonly ledger: Ledger;
  /** Runs a stage and shows it; `note` says in a clause what came of it. */
  readonly stage: <Result>(
    name: Stage,
    run: () => Promise<Result>,
    note: (result: Result) => string,
  ) => Promise<Result>;
  /** Shows how far the stage under way has come. */
  readonly progress: (note: string) => void;
  readonly learned: (task: { readonly kind: string; readonly spec: ArtifactRef }) => void;
  /** Said in the report: what was cut or is missing. */
  readonly remark: (text: string) => void;
  readonly remarks: () => readonly string[];
  readonly records: () => readonly StageRecord[];
  /** No new calls are made for rows after this time of the workflow's clock, in ms since 1970; null: no limit. */
  readonly deadlineMs: number | null;
  readonly succeed: (verdict: Verdict, score: number, bundle: Bundle) => Promise<void>;
  /** Records the end of a build that failed or was cancelled, and gives the error to rethrow. */
  readonly fail: (error: unknown) => Promise<unknown>;
}

interface Story {
  readonly table: StageTable;
  readonly remarks: string[];
  readonly records: StageRecord[];
  state: BuildState;
  spec: ArtifactRef | null;
}

export function openBuild(input: BuildInput): Build {
  const context = contextOf(input);
  const ledger = createLedger(input.operations.budget);
  const spender = createSpender(ledger);
  const story: Story = {
    table: createStageTable(() => Date.now()),
    remarks: [],
    records: [],
    state: 'running',
    spec: null,
  };
  const show = () => setCurrentDetails(story.table.markdown(context.buildId, spender.cost()));
  const minutes = input.operations.budget.minutes;
  answerStatus(context, story, spender, ledger);
  return {
    ...spender,
    ...endings(context, story, spender, show),
    context,
    ledger,
    stage: stages(story, show),
    progress: (note) => {
      story.table.note(note);
      show();
    },
    learned: (task) => {
      story.spec = task.spec;
      upsertSearchAttributes([{ key: taskKind, value: task.kind }]);
    },
    remark: (text) => {
      log.info('remark', { text });
      story.remarks.push(text);
    },
    remarks: () => story.remarks,
    records: () => story.records,
    deadlineMs: minutes === undefined ? null : workflowInfo().runStartTime.getTime() + minutes * 60_000,
  };
}

function contextOf({ name, taskHash, config, operations }: BuildInput): BuildContext {
  const { baseUrl, apiKeyEnv, price, fresh } = operations;
  const buildId = buildIdOf(name, taskHash, workflowInfo().firstExecutionRunId);
  return { buildId, name, config, teacher: { baseUrl, apiKeyEnv, price }, fresh };
}

function answerStatus({ buildId }: BuildContext, story: Story, spender: Spender, ledger: Ledger): void {
  setHandler(
    buildStatus,
    () => ({
      buildId,
      state: story.state,
      stage: story.table.current(),
      stages: story.table.rows(),
      cost: spender.cost(),
      charged: ledger.charged(),
    }),
    { description: 'Stages, notes and cost of this build' },
  );
}

const stages = ({ table, records }: Story, show: () => void): Build['stage'] =>
  async function stage(name, run, note) {
    table.start(name);
    upsertSearchAttributes([{ key: buildStage, value: name }]);
    show();
    try {
      const result = await run();
      if (hasRecord(result)) records.push(result.record);
      table.finish(name, hasRecord(result) && result.record.reused ? 'reused' : 'done', note(result));
      return result;
    } catch (error) {
      table.finish(name, 'failed', isCancellation(error) ? 'cancelled' : messageOf(error));
      throw error;
    } finally {
      show();
    }
  };

/** The ways a build ends, each recorded in the store. */
function endings(
  context: BuildContext,
  story: Story,
  spender: Spender,
  show: () => void,
): Pick<Build, 'succeed' | 'fail'> {
  const record = (state: RecordBuildInput['state'], end: Pick<RecordBuildInput, 'failure' | 'verdict' | 'bundle'>) => {
    story.state = state;
    const known = { build: context, workflowId: workflowInfo().workflowId, spec: story.spec, records: story.records };
    const options = { summary: `Record the build as ${state}` };
    return quick.recordBuild.executeWithOptions(options, [{ ...known, ...end, state, cost: spender.cost() }]);
  };
  return {
    succeed: async (verdict, score, { files, bundleHash }) => {
      upsertSearchAttributes([
        { key: buildStage, value: 'done' },
        { key: verdictKey, value: verdict.decision },
        { key: bestScore, value: score },
      ]);
      await record('done', { failure: null, verdict, bundle: { files, bundleHash } });
      show();
    },
    fail: (error) =>
      CancellationScope.nonCancellable(async () => {
        const state = isCancellation(error) ? 'cancelled' : 'failed';
        upsertSearchAttributes([{ key: buildStage, value: state }]);
        await record(state, { failure: endingOf(error), verdict: null, bundle: null });
        return asWorkflowFailure(error);
      }),
  };
}

const hasRecord = (result: unknown): result is Recorded =>
  typeof result === 'object' && result !== null && 'record' in result;
