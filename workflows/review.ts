import { condition, defineUpdate, setHandler, workflowInfo } from '@temporalio/workflow';
import { UPDATES } from '../contracts/names.ts';
import type { OpenReview, RetrievePolicy, ReviewDecision, ReviewOutcome } from '../contracts/review.ts';

const reviewDatasets = defineUpdate<ReviewOutcome, [ReviewDecision]>(UPDATES.reviewDatasets);

/** Where a build asks a person which dataset to take. */
export interface Review {
  /** The decision: by the policy where it needs nobody, else by a person until the deadline, which declines. */
  readonly decide: (
    question: Omit<OpenReview, 'deadlineMs'>,
    policy: RetrievePolicy,
    hours: number,
  ) => Promise<ReviewOutcome>;
  /** The question that is open now. */
  readonly open: () => OpenReview | null;
}

export interface ReviewWatcher {
  /** Told when a question opens and when it is answered. */
  readonly onChange: (open: OpenReview | null) => void;
  /** Told what a person decided. */
  readonly onDecision: (decision: ReviewDecision, outcome: ReviewOutcome) => void;
}

/** Answers the update `reviewDatasets` from now on. */
export function openReview(watcher: ReviewWatcher): Review {
  let open: OpenReview | null = null;
  let outcome: ReviewOutcome | null = null;
  setHandler(
    reviewDatasets,
    (decision) => {
      outcome = outcomeOf(open, decision);
      open = null;
      watcher.onDecision(decision, outcome);
      return outcome;
    },
    {
      description:
        'Says which of the datasets found is imported, with which columns; `use: null` declines them all. `listing` is the sha256 that the status shows',
      validator: (decision) => refuse(open, decision),
    },
  );
  return {
    open: () => open,
    decide: async (question, policy, hours) => {
      if (question.choices.length === 0) return NOTHING_FOUND;
      if (policy !== 'ask') return byPolicy(question);
      outcome = null;
      open = { ...question, deadlineMs: Date.now() + hours * HOUR_MS };
      watcher.onChange(open);
      try {
        await condition(() => outcome !== null, hours * HOUR_MS, { summary: 'Review deadline' });
        return outcome ?? { use: null, mapping: null, decidedBy: 'deadline' };
      } finally {
        open = null;
        watcher.onChange(null);
      }
    },
  };
}

const HOUR_MS = 3_600_000;
const NOTHING_FOUND: ReviewOutcome = { use: null, mapping: null, decidedBy: 'policy' };

/** The best one that fits so well that nobody need be asked; none where the best only may fit. */
function byPolicy({ choices }: Pick<OpenReview, 'choices'>): ReviewOutcome {
  const use = choices.find(({ fit }) => fit === 'good') ?? null;
  return { use, mapping: null, decidedBy: 'policy' };
}

function outcomeOf(open: OpenReview | null, { use, mapping }: ReviewDecision): ReviewOutcome {
  const chosen = open?.choices.find(({ id }) => id === use) ?? null;
  return { use: chosen, mapping: mapping ?? null, decidedBy: 'person' };
}

/** Refuses decisions about nothing, about another listing, or for what is not in it; runs before anything is recorded. */
function refuse(open: OpenReview | null, decision: ReviewDecision): void {
  const { workflowId } = workflowInfo();
  if (decision.version !== 1) throw new Error(`decisions of version ${String(decision.version)} are not understood`);
  if (open === null) throw new Error(`${workflowId} asks nothing now: it was decided, or is not yet looked for`);
  if (decision.listing !== open.listing.sha256)
    throw new Error('the decision is about another list of datasets: look at the present one');
  if (decision.use !== null && open.choices.every(({ id }) => id !== decision.use))
    throw new Error(`${decision.use} is not among the datasets found: ${open.choices.map(({ id }) => id).join(', ')}`);
  if (decision.use === null && decision.mapping !== undefined)
    throw new Error('a mapping without a dataset: say which one, or leave the mapping out');
}
