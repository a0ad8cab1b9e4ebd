import type { GivenAnswer, GivenLabel, LabelPlan } from '../../contracts/labelling.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { type Claim, claimOn } from './claims.ts';
import { isAsked } from './draw-plan.ts';
import { keepLabel, keepPlan, readLabels } from './kept-labels.ts';
import { coveredRows } from './labelled-rows.ts';
import { ALPHA } from './labelled-evidence.ts';
import { type Opinion, opinionsOf } from './people-say.ts';
import type { Pool } from './pool.ts';
import { type Question, questionOf } from './question.ts';

/** How far the labelling of a build is; says nothing of who is ahead. */
export interface LabelProgress {
  /** Of the next question among those that this person is asked, from 1. */
  readonly number: number;
  readonly of: number;
  /** Rows that are asked and have a label. */
  readonly labelled: number;
  readonly asked: number;
  /** Rows of the test that these complete, of all. */
  readonly covered: number;
  readonly rows: number;
  /** What the labels so far can show. */
  readonly claim: Pick<Claim, 'worseAtMost' | 'within'>;
}

/** One person labelling a build. Each label is durable when `give` returns. */
export interface LabelSession {
  readonly plan: LabelPlan;
  readonly next: () => Question | null;
  /** The question about any row that is asked; null for another. */
  readonly questionAbout: (row: string) => Question | null;
  readonly give: (row: string, answer: GivenAnswer) => Promise<void>;
  /** Takes back this person's latest label; false where there is none. */
  readonly undo: () => Promise<boolean>;
  readonly progress: () => LabelProgress;
  readonly labels: () => readonly GivenLabel[];
  readonly opinions: () => ReadonlyMap<string, readonly Opinion[]>;
}

export interface Labelling {
  readonly store: ObjectStore;
  readonly spec: TaskSpec;
  readonly pool: Pool;
  /** As it is kept, or to be kept with the first label. */
  readonly plan: LabelPlan;
  readonly by: string;
  /** `open`: rows that nobody has labelled; `second`: those that others have, and this person has not. */
  readonly asks: 'open' | 'second';
  /** ISO 8601. */
  readonly now: () => string;
}

/** Reads what people have said so far, and asks what is left in the order of the plan. */
export async function createLabelSession({ store, spec, pool, plan, by, asks, now }: Labelling): Promise<LabelSession> {
  const { buildId } = plan;
  const rows = new Map(pool.rows.map((row) => [row.id, row]));
  const asked = plan.rows.filter(isAsked);
  let labels = await readLabels(store, buildId);
  let opinions = opinionsOf(labels);
  let isPlanKept = labels.length > 0;

  const readOn = async (): Promise<void> => {
    labels = [...labels, ...(await readLabels(store, buildId, labels.length))];
    opinions = opinionsOf(labels);
  };
  const questionAbout = (id: string): Question | null => {
    const row = rows.get(id);
    return row === undefined || !asked.some((one) => one.id === id) ? null : questionOf(spec, row, buildId);
  };
  const isMeant = (id: string): boolean => asks === 'open' || (opinions.get(id) ?? []).some((one) => one.by !== by);
  const isOpen = (id: string): boolean => {
    const said = opinions.get(id) ?? [];
    return asks === 'open' ? said.length === 0 : isMeant(id) && said.every((one) => one.by !== by);
  };
  const keep = async (row: string, answer: GivenAnswer): Promise<void> => {
    if (!isPlanKept) await keepPlan(store, plan);
    isPlanKept = true;
    const label: GivenLabel = { version: 1, row, by, at: now(), answer };
    // Another person may label at the same time: then the number is taken.
    while ((await keepLabel(store, buildId, labels.length, label)) === null) await readOn();
    labels = [...labels, label];
    opinions = opinionsOf(labels);
  };
  // One after the other: the numbers of this session's own labels must not race.
  let turn: Promise<void> = Promise.resolve();
  const give = (row: string, answer: GivenAnswer): Promise<void> => {
    const given = turn.then(() => keep(row, answer));
    // Whoever gave it hears what went wrong; the next label is kept all the same.
    turn = given.catch(() => undefined);
    return given;
  };

  return {
    plan,
    questionAbout,
    give,
    next: () => {
      const open = asked.find(({ id }) => isOpen(id));
      return open === undefined ? null : questionAbout(open.id);
    },
    undo: async () => {
      const last = labels.findLast(
        (label) => label.by === by && (opinions.get(label.row) ?? []).some((opinion) => opinion.by === by),
      );
      if (last !== undefined) await give(last.row, { is: 'withdrawn' });
      return last !== undefined;
    },
    progress: () => {
      const covered = coveredRows(plan.rows, opinions);
      const meant = asked.filter(({ id }) => isMeant(id));
      return {
        number: meant.filter(({ id }) => !isOpen(id)).length + 1,
        of: meant.length,
        labelled: asked.filter(({ id }) => opinions.has(id)).length,
        asked: asked.length,
        covered,
        rows: plan.rows.length,
        claim: claimOn(plan.rows, covered, ALPHA / plan.looks),
      };
    },
    labels: () => labels,
    opinions: () => opinions,
  };
}
