import { type Estimate, type Expected, type Interval, PlannedStage } from '../../contracts/plan.ts';
import { createRandom } from '../statistics/random.ts';
import type { BuildFigures } from './build-figures.ts';
import { type Bill, plus, simulateBuild } from './simulate-build.ts';

/** Enough that the ends of an interval move by two or three per cent of its width with another seed. */
const DRAWS = 1000;
const TAIL = 0.05;

/** What stages have cost already: it stands in place of what would be drawn. */
export type PaidStages = Readonly<Partial<Record<PlannedStage, Omit<Bill, 'minutes'>>>>;

/**
 * Calls, tokens, dollars and minutes of a whole build, stage by stage, each as the median and the middle 90 % of 1,000
 * builds whose figures are drawn (Monte Carlo over log-normal factors; docs/estimate.md has the formula). Several
 * `figures` are equally likely ones: the draws take turns. The same figures give the same estimate.
 */
export function estimate(figures: readonly BuildFigures[], basis: Estimate['basis'], paid: PaidStages = {}): Estimate {
  const random = createRandom('estimate');
  const bills = Array.from({ length: DRAWS }, (_, draw) => figures[draw % figures.length]).flatMap((one) =>
    one === undefined ? [] : [withPaid(simulateBuild(one, random), paid)],
  );
  const totals = bills.map((bill) => Object.values(bill).reduce(plus));
  return {
    version: 1,
    basis,
    hasPrice: figures.every((one) => one.price !== null),
    stages: PlannedStage.options.map((stage) => ({ stage, expected: expectedOf(bills.map((bill) => bill[stage])) })),
    total: expectedOf(totals),
  };
}

/** What was paid is known; how long it took is not, and no part of what is left. */
const withPaid = (
  bills: Readonly<Record<PlannedStage, Bill>>,
  paid: PaidStages,
): Readonly<Record<PlannedStage, Bill>> => ({
  ...bills,
  ...Object.fromEntries(Object.entries(paid).map(([stage, bill]) => [stage, { ...bill, minutes: 0 }])),
});

const expectedOf = (bills: readonly Bill[]): Expected => ({
  calls: intervalOf(bills.map((bill) => bill.calls)),
  tokens: intervalOf(bills.map((bill) => bill.tokens)),
  usd: intervalOf(bills.map((bill) => bill.usd)),
  minutes: intervalOf(bills.map((bill) => bill.minutes)),
});

function intervalOf(values: readonly number[]): Interval {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return { low: at(TAIL), middle: at(0.5), high: at(1 - TAIL) };
}
