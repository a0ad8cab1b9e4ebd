import {
  defineQuery,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { Bundle, BuildContext, RecordBuildInput, Recorded } from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { BuildInput, BuildState, BuildStatus } from '../contracts/build.ts';
import type { Verdict } from '../contracts/report.ts';
import { buildIdOf, QUERIES, type Stage } from '../contracts/names.ts';
import { keepRecord, stages } from './build-stages.ts';
import { endings } from './end-build.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { openParking, type Parking } from './parking.ts';
import { openReview, type Review, type ReviewWatcher } from './review.ts';
import { createSpender, type Spender } from './spender.ts';
import { createStageTable } from './stage-table.ts';
import { stops } from './stop-build.ts';
import type { Story } from './story.ts';

const buildStatus = defineQuery<BuildStatus>(QUERIES.buildStatus);

const taskKind = defineSearchAttributeKey('TaskKind', 'KEYWORD');
const awaitingReview = defineSearchAttributeKey('AwaitingReview', 'BOOL');

/** One run of `buildModel`: its account, its stages as people see them, and its way to end. */
export interface Build extends Spender {
  /** As it stands: a person may correct where the teacher is. */
  readonly context: BuildContext;
  readonly ledger: Ledger;
  readonly review: Review;
  /**
   * Runs a stage and shows it; `note` says in a clause what came of it. A failure that a person can mend parks the build;
   * the stage is run again when it goes on. What it had finished is found again by its manifests.
   */
  readonly stage: <Result>(
    name: Stage,
    run: () => Promise<Result>,
    note: (result: Result) => string,
  ) => Promise<Result>;
  /** Shows stages that this build has no use for. */
  readonly skip: (stages: readonly Stage[], why: string) => void;
  /** Shows how far the stage under way has come. */
  readonly progress: (note: string) => void;
  readonly learned: (task: { readonly kind: string; readonly spec: ArtifactRef }) => void;
  /** Said in the report: what was cut or is missing. */
  readonly remark: (text: string) => void;
  readonly remarks: () => readonly string[];
  /** Keeps the manifest of an activity that is a part of a stage. */
  readonly keep: (part: Recorded) => void;
  /** What was paid, in all and by stage, and every manifest so far. */
  readonly account: () => Pick<RecordBuildInput, 'cost' | 'costs' | 'records'>;
  /** No new calls are made for rows after this time of the workflow's clock, in ms since 1970; null: no limit. */
  readonly deadlineMs: number | null;
  readonly succeed: (verdict: Verdict, score: number, bundle: Bundle) => Promise<void>;
  /** Records that no more was wanted than a plan. */
  readonly endPlan: () => Promise<void>;
  /** Records the end of a build that failed or was cancelled, and gives the error to rethrow. */
  readonly fail: (error: unknown) => Promise<unknown>;
}

export function openBuild(input: BuildInput): Build {
  const { budget, whenStuck } = input.operations;
  const ledger = createLedger(budget);
  const table = createStageTable(() => Date.now());
  const spender = createSpender(ledger, table.current);
  const story: Story = {
    context: contextOf(input),
    minutes: budget.minutes ?? null,
    interventions: [],
    table,
    remarks: [],
    records: [],
    state: 'running',
    spec: null,
  };
  const parking = openParking(story.table.current);
  const review = openReview(noteReviews(story, () => show()));
  const show = () =>
    setCurrentDetails(story.table.markdown(story.context.buildId, spender.cost(), waitsFor(parking, review)));
  answerStatus(story, spender, ledger, { parking, review });
  const park = whenStuck === 'fail' ? null : stops({ story, parking, ledger, show });
  return {
    ...spender,
    ...endings(story, spender, show),
    get context() {
      return story.context;
    },
    ledger,
    review,
    stage: stages(story, park, show),
    skip: (names, why) => {
      for (const name of names) story.table.finish(name, 'skipped', why);
      show();
    },
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
    keep: ({ record }) => keepRecord(story.records, record),
    account: () => ({ cost: spender.cost(), costs: spender.costs(), records: story.records }),
    get deadlineMs() {
      return story.minutes === null ? null : workflowInfo().runStartTime.getTime() + story.minutes * 60_000;
    },
  };
}

function contextOf({ name, taskHash, config, operations }: BuildInput): BuildContext {
  const { baseUrl, apiKeyEnv, price, fresh } = operations;
  const buildId = buildIdOf(name, taskHash, workflowInfo().firstExecutionRunId);
  return { buildId, name, config, teacher: { baseUrl, apiKeyEnv, price }, fresh };
}

interface Waits {
  readonly parking: Parking;
  readonly review: Review;
}

function answerStatus(story: Story, spender: Spender, ledger: Ledger, { parking, review }: Waits): void {
  setHandler(
    buildStatus,
    () => ({
      buildId: story.context.buildId,
      state: stateOf(story, parking, review),
      parked: parking.parked(),
      review: review.open(),
      stage: story.table.current(),
      stages: story.table.rows(),
      cost: spender.cost(),
      costs: spender.costs(),
      charged: ledger.charged(),
    }),
    { description: 'Stages, notes and cost of this build' },
  );
}

function stateOf({ state }: Story, parking: Parking, review: Review): BuildState {
  if (parking.parked() !== null) return 'parked';
  return review.open() === null ? state : 'waiting';
}

/** What a person is waited for, in a sentence; null where nobody is. */
function waitsFor(parking: Parking, review: Review): string | null {
  const parked = parking.parked();
  if (parked !== null) return `Parked (${parked.kind}): ${parked.message}`;
  const question = review.open();
  if (question === null) return null;
  const titles = question.choices.map(({ title, id }, at) => `${at + 1}. ${title} (${id})`).join('; ');
  return `Waits for a decision until ${new Date(question.deadlineMs).toISOString()}. Listing ${question.listing.sha256}: ${titles}`;
}

/** Shows a review in the list of builds by `AwaitingReview`, and keeps who decided what. */
const noteReviews = (story: Story, show: () => void): ReviewWatcher => ({
  onChange: (open) => {
    upsertSearchAttributes([{ key: awaitingReview, value: open !== null }]);
    show();
  },
  onDecision: ({ by, note, mapping }, { use }) => {
    const columns = mapping === undefined ? '' : ` with ${JSON.stringify(mapping)}`;
    const decision = use === null ? 'no dataset' : `import ${use.id}${columns}`;
    story.interventions.push({ update: 'reviewDatasets', at: new Date().toISOString(), by, note, decision });
  },
});
