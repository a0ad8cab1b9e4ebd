import { normalQuantile } from '../statistics/normal-quantile.ts';
import { rowsToSettle } from '../statistics/power.ts';
import { varianceUnder } from '../statistics/tango.ts';
import { TAIL_OF_95 } from '../statistics/interval.ts';
import type { PlannedRow } from '../../contracts/labelling.ts';
import { isAsked } from './draw-plan.ts';

/** What so many labels, given in the order of the plan, can show. */
export interface Claim {
  readonly labels: number;
  /** Rows that they cover: about so many of the plan's, in its order. */
  readonly rows: number;
  /** The student is at most so much worse, 0..1: shown with 80 % power where it is as good as the teacher. */
  readonly worseAtMost: number;
  /** Half of the 95 % interval of how often each is right, were it 9 times of 10 where both say the same; null without such a label. */
  readonly within: number | null;
}

/** What an error level and a margin ask of labels. */
export interface Asked {
  /** Of each one-sided limit. */
  readonly alpha: number;
  readonly margin: number;
}

/** Claims are told in tenths of a point. */
const STEP = 0.001;
/** How often answers that both give may be right, for planning alone. */
const RIGHT_WHERE_ALIKE = 0.9;
const SHOWN = [25, 50, 100, 200, 400];

/** What a few numbers of labels buy, and what all of them do. */
export function claimsOf(plan: readonly PlannedRow[], alpha: number): readonly Claim[] {
  const all = plan.filter(isAsked).length;
  return [...SHOWN.filter((labels) => labels < all), all].map((labels) => claimAfter(plan, labels, alpha));
}

/** What the first so many labels buy. */
export function claimAfter(plan: readonly PlannedRow[], labels: number, alpha: number): Claim {
  const asked = plan.filter(isAsked).length;
  const rows = labels >= asked ? plan.length : Math.floor((labels * plan.length) / asked);
  return { labels: Math.min(labels, asked), rows, ...claimOn(plan, rows, alpha) };
}

/** What so many rows of the plan buy, from the first on. */
export function claimOn(
  plan: readonly PlannedRow[],
  rows: number,
  alpha: number,
): Pick<Claim, 'worseAtMost' | 'within'> {
  return { worseAtMost: limitAfter(plan, rows, alpha), within: halfWidth(plan, rows) };
}

/** Labels after which the margin itself is shown with 80 % power; null where all of them do not. */
export function labelsForMargin(plan: readonly PlannedRow[], { alpha, margin }: Asked): number | null {
  const rows = rowsFor(plan, margin, alpha);
  return rows > plan.length ? null : Math.ceil((rows * plan.filter(isAsked).length) / plan.length);
}

/** Rows after which a student as good as the teacher is shown to be at most `limit` worse. */
export function rowsFor(plan: readonly PlannedRow[], limit: number, alpha: number): number {
  const discordant = discordance(plan);
  const atLimit = varianceUnder({ onlyFirst: discordant / 2, onlySecond: discordant / 2, rows: 1 }, -limit);
  return rowsToSettle(discordant, limit, alpha, atLimit) ?? Number.POSITIVE_INFINITY;
}

/** The share on which just one may be right: every one that differs, and one of two rows more. */
const discordance = (plan: readonly PlannedRow[]): number =>
  (plan.filter(({ differs }) => differs).length + 1) / (plan.length + 2);

function limitAfter(plan: readonly PlannedRow[], rows: number, alpha: number): number {
  // The rows needed fall as the limit grows.
  let [low, high] = [0, Math.round(1 / STEP)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (rowsFor(plan, middle * STEP, alpha) <= rows) high = middle;
    else low = middle;
  }
  return high * STEP;
}

function halfWidth(plan: readonly PlannedRow[], rows: number): number | null {
  const alike = plan.filter(({ differs }) => !differs).length;
  const looked = plan.filter((row) => !row.differs && row.random).length / Math.max(1, alike);
  if (rows === 0 || (alike > 0 && looked === 0)) return null;
  const weight = alike / plan.length;
  // Of those that differ each is right on half, as two equal ones would be.
  const share = weight * RIGHT_WHERE_ALIKE + (1 - weight) / 2;
  const ofLooking = alike === 0 ? 0 : weight * RIGHT_WHERE_ALIKE * (1 - RIGHT_WHERE_ALIKE) * (1 / looked - 1);
  return normalQuantile(1 - TAIL_OF_95) * Math.sqrt((share * (1 - share) + ofLooking) / rows);
}
