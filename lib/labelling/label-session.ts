import type { LabelPlan, PlannedRow } from '../../contracts/labelling.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { ObjectStore } from '../store/object-store.ts';
import { type Claim, claimOn } from './claims.ts';
import { isAsked } from './draw-plan.ts';
import { createLabelLog, type LabelLog } from './label-log.ts';
import { coveredRows } from './labelled-rows.ts';
import { ALPHA } from './labelled-evidence.ts';
import type { Opinion } from './people-say.ts';
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
export interface LabelSession extends LabelLog {
  readonly plan: LabelPlan;
  readonly next: () => Question | null;
  /** The question about any row that is asked; null for another. */
  readonly questionAbout: (row: string) => Question | null;
  /** Takes back this person's latest label; false where there is none. */
  readonly undo: () => Promise<boolean>;
  readonly progress: () => LabelProgress;
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
export async function createLabelSession(work: Labelling): Promise<LabelSession> {
  const { store, spec, pool, plan, by, asks } = work;
  const log = await createLabelLog(store, plan, work);
  const rows = new Map(pool.rows.map((row) => [row.id, row]));
  const asked = plan.rows.filter(isAsked);
  const saidOf = (id: string): readonly Opinion[] => log.opinions().get(id) ?? [];
  const isMeant = ({ id }: PlannedRow): boolean => asks === 'open' || saidOf(id).some((one) => one.by !== by);
  const isOpen = (row: PlannedRow): boolean =>
    asks === 'open' ? saidOf(row.id).length === 0 : isMeant(row) && saidOf(row.id).every((one) => one.by !== by);
  const questionAbout = (id: string): Question | null => {
    const row = rows.get(id);
    return row === undefined || !asked.some((one) => one.id === id) ? null : questionOf(spec, row, plan.buildId);
  };
  return {
    ...log,
    plan,
    questionAbout,
    next: () => {
      const open = asked.find(isOpen);
      return open === undefined ? null : questionAbout(open.id);
    },
    undo: async () => {
      const last = log.labels().findLast((label) => label.by === by && saidOf(label.row).some((one) => one.by === by));
      if (last !== undefined) await log.give(last.row, { is: 'withdrawn' });
      return last !== undefined;
    },
    progress: () => {
      const meant = asked.filter(isMeant);
      const number = meant.filter((row) => !isOpen(row)).length + 1;
      return { number, of: meant.length, ...progressOf(plan, asked, log) };
    },
  };
}

function progressOf(
  plan: LabelPlan,
  asked: readonly PlannedRow[],
  { opinions }: Pick<LabelLog, 'opinions'>,
): Omit<LabelProgress, 'number' | 'of'> {
  const said = opinions();
  const covered = coveredRows(plan.rows, said);
  return {
    labelled: asked.filter(({ id }) => said.has(id)).length,
    asked: asked.length,
    covered,
    rows: plan.rows.length,
    claim: claimOn(plan.rows, covered, ALPHA / plan.looks),
  };
}
