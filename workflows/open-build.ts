import {
  defineQuery,
  log,
  setCurrentDetails,
  setHandler,
  upsertSearchAttributes,
  workflowInfo,
} from '@temporalio/workflow';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { BuildContext } from '../contracts/activities.ts';
import type { BuildInput, BuildState, BuildStatus } from '../contracts/build.ts';
import { buildIdOf, QUERIES } from '../contracts/names.ts';
import type { Build } from './build.ts';
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

export function openBuild(input: BuildInput): Build {
  const { budget, whenStuck } = input.operations;
  const ledger = createLedger(budget);
  const table = createStageTable(() => Date.now());
  const spender = createSpender(ledger, () => ({
    stage: table.current(),
    seconds: (Date.now() - workflowInfo().startTime.getTime()) / 1000,
  }));
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
