import {
  ActivityFailure,
  ApplicationFailure,
  CancellationScope,
  condition,
  defineQuery,
  isCancellation,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { Bundle, BuildContext, Cuttable, Paid, Recorded, StageRecord } from '../contracts/activities.ts';
import type { Amount, Grant, Spending } from '../contracts/budget.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { BuildInput, BuildState, BuildStatus } from '../contracts/build.ts';
import type { Cost, Verdict } from '../contracts/report.ts';
import { isFailureKind } from '../contracts/failure.ts';
import { buildIdOf, QUERIES, type Stage } from '../contracts/names.ts';
import { addPaid, createLedger, type Ledger, wholeGrant } from './ledger.ts';
import { quick } from './stage-options.ts';
import { createStageTable } from './stage-table.ts';

const buildStatus = defineQuery<BuildStatus>(QUERIES.buildStatus);

const buildStage = defineSearchAttributeKey('BuildStage', 'KEYWORD');
const taskKind = defineSearchAttributeKey('TaskKind', 'KEYWORD');
const verdictKey = defineSearchAttributeKey('Verdict', 'KEYWORD');
const bestScore = defineSearchAttributeKey('BestScore', 'DOUBLE');

/** One run of `buildModel`: its account, its stages as people see them, and its way to end. */
export interface Build {
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
  /** Calls an activity that pays, again and again with new grants, until nothing is left to ask or the cap holds no more. */
  readonly spend: <Result extends Paid & Cuttable>(
    wish: Wish,
    call: (grant: Grant) => Promise<Result>,
  ) => Promise<Result>;
  readonly learned: (task: { readonly kind: string; readonly spec: ArtifactRef }) => void;
  /** Said in the report: what was cut or is missing. */
  readonly remark: (text: string) => void;
  readonly remarks: () => readonly string[];
  readonly records: () => readonly StageRecord[];
  readonly cost: () => Cost;
  /** No new calls are made for rows after this time of the workflow's clock, in ms since 1970; null: no limit. */
  readonly deadlineMs: number | null;
  readonly succeed: (verdict: Verdict, score: number, bundle: Bundle) => Promise<void>;
  /** Records the end of a build that failed or was cancelled, and gives the error to rethrow. */
  readonly fail: (error: unknown) => Promise<unknown>;
}

export interface Wish {
  readonly expected: Amount;
  readonly least: Amount;
  readonly sharers: number;
}

export function openBuild(input: BuildInput): Build {
  const info = workflowInfo();
  const context: BuildContext = {
    buildId: buildIdOf(input.name, input.taskHash, info.firstExecutionRunId),
    name: input.name,
    config: input.config,
    teacher: {
      baseUrl: input.operations.baseUrl,
      apiKeyEnv: input.operations.apiKeyEnv,
      price: input.operations.price,
    },
    fresh: input.operations.fresh,
  };
  const ledger = createLedger(input.operations.budget);
  const table = createStageTable(() => Date.now());
  const remarks: string[] = [];
  const records: StageRecord[] = [];
  let paid: Spending['paid'] = { usd: 0, inputTokens: 0, outputTokens: 0, calls: 0 };
  let state: BuildState = 'running';
  let spec: ArtifactRef | null = null;
  const minutes = input.operations.budget.minutes;

  const cost = (): Cost => ({ ...paid, tokens: paid.inputTokens + paid.outputTokens });
  const show = () => setCurrentDetails(table.markdown(context.buildId, cost()));
  const keep = (result: unknown) => {
    if (hasRecord(result)) records.push(result.record);
  };

  setHandler(
    buildStatus,
    () => ({
      buildId: context.buildId,
      state,
      stage: table.current(),
      stages: table.rows(),
      cost: cost(),
      charged: ledger.charged(),
    }),
    { description: 'Stages, notes and cost of this build' },
  );

  const stage: Build['stage'] = async (name, run, note) => {
    table.start(name);
    upsertSearchAttributes([{ key: buildStage, value: name }]);
    show();
    try {
      const result = await run();
      keep(result);
      table.finish(name, hasRecord(result) && result.record.reused ? 'reused' : 'done', note(result));
      show();
      return result;
    } catch (error) {
      table.finish(name, 'failed', isCancellation(error) ? 'cancelled' : messageOf(error));
      show();
      throw error;
    }
  };

  const spend: Build['spend'] = async <Result extends Paid & Cuttable>(
    wish: Wish,
    call: (grant: Grant) => Promise<Result>,
  ): Promise<Result> => {
    let best: Result | null = null;
    let least = wish.least;
    for (;;) {
      const grant = await nextGrant(ledger, { ...wish, least });
      if (grant === null) {
        if (best === null) throw budgetReached(ledger);
        paid = addPaid(paid, best.spending.paid);
        return best;
      }
      const result = await callOnce(ledger, grant, call);
      if (result === 'grant-spent') continue;
      best = result;
      if (result.cut === null) {
        paid = addPaid(paid, result.spending.paid);
        show();
        return result;
      }
      least = result.cut.nextCall;
    }
  };

  const record = async (
    end: {
      readonly failure: { readonly kind: string; readonly message: string } | null;
      readonly verdict: Verdict | null;
    },
    bundle: Bundle | null,
  ) => {
    if (state === 'running') return;
    await quick.recordBuild.executeWithOptions({ summary: `Record the build as ${state}` }, [
      {
        build: context,
        workflowId: info.workflowId,
        state,
        spec,
        records,
        cost: cost(),
        bundle: bundle === null ? null : { files: bundle.files, bundleHash: bundle.bundleHash },
        ...end,
      },
    ]);
  };

  return {
    context,
    ledger,
    stage,
    spend,
    cost,
    progress: (note) => {
      table.note(note);
      show();
    },
    learned: (task) => {
      spec = task.spec;
      upsertSearchAttributes([{ key: taskKind, value: task.kind }]);
    },
    remark: (text) => {
      log.info('remark', { text });
      remarks.push(text);
    },
    remarks: () => remarks,
    records: () => records,
    deadlineMs: minutes === undefined ? null : info.runStartTime.getTime() + minutes * 60_000,
    succeed: async (verdict, score, bundle) => {
      state = 'done';
      upsertSearchAttributes([
        { key: buildStage, value: 'done' },
        { key: verdictKey, value: verdict.decision },
        { key: bestScore, value: score },
      ]);
      await record({ failure: null, verdict }, bundle);
      show();
    },
    fail: (error) =>
      CancellationScope.nonCancellable(async () => {
        state = isCancellation(error) ? 'cancelled' : 'failed';
        upsertSearchAttributes([{ key: buildStage, value: state }]);
        const failure = { kind: isCancellation(error) ? 'cancelled' : kindOf(error), message: messageOf(error) };
        await record({ failure, verdict: null }, null);
        return isCancellation(error) ? error : asApplicationFailure(error);
      }),
  };
}

/** A grant as soon as the cap holds one; null where it never will, since nothing reserved is left to come back. */
async function nextGrant(ledger: Ledger, wish: Wish): Promise<Grant | null> {
  let grant = ledger.open(wish);
  while (grant === null && ledger.awaits()) {
    const before = ledger.charged();
    await condition(() => ledger.charged() !== before);
    grant = ledger.open(wish);
  }
  return grant;
}

async function callOnce<Result extends Paid>(
  ledger: Ledger,
  grant: Grant,
  call: (grant: Grant) => Promise<Result>,
): Promise<Result | 'grant-spent'> {
  try {
    const result = await call(grant);
    ledger.settle(grant, result.spending.charged);
    return result;
  } catch (error) {
    ledger.settle(grant, wholeGrant(grant));
    if (kindOf(error) === 'grant-spent') return 'grant-spent';
    throw error;
  }
}

const budgetReached = (ledger: Ledger): ApplicationFailure => {
  const { usd, tokens, calls } = ledger.charged();
  return ApplicationFailure.create({
    type: 'budget-reached',
    nonRetryable: true,
    message:
      `The budget does not hold the next call: $${usd.toFixed(4)}, ${tokens} tokens and ${calls} calls are charged so far. ` +
      'Raise `budget` and submit the task again: what was paid for is kept.',
  });
};

const hasRecord = (result: unknown): result is Recorded =>
  typeof result === 'object' && result !== null && 'record' in result;

const causeOf = (error: unknown): unknown => (error instanceof ActivityFailure ? error.cause : error);

function kindOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof ApplicationFailure && typeof cause.type === 'string' ? cause.type : 'bug';
}

function messageOf(error: unknown): string {
  const cause = causeOf(error);
  return cause instanceof Error ? cause.message : String(cause);
}

/** The build fails with the kind of what ended it, so that the command line can tell kinds apart. */
function asApplicationFailure(error: unknown): unknown {
  if (error instanceof ApplicationFailure) return error;
  const kind = kindOf(error);
  if (!isFailureKind(kind)) return error;
  return ApplicationFailure.create({
    type: kind,
    message: messageOf(error),
    nonRetryable: true,
    ...(error instanceof Error ? { cause: error } : {}),
  });
}
