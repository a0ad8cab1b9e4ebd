import { type AskSplit, SPLITS } from './asks.ts';
import { rankingFigures, type RankingFigures } from './figures.ts';
import { type Decision, fitFigures, type FitFigures, GOOD_FROM_STEPS, READ_FROM_STEPS } from './fit-figures.ts';
import type { Read } from './reading.ts';
import { type Ranking, type Searched } from './search-once.ts';

/** Of one split. */
export interface SplitFigures extends Readonly<Record<Ranking, RankingFigures>> {
  readonly prompts: number;
  /** Prompts whose right dataset was among the ten candidates: no reading brings more. */
  readonly among_ten: number;
  /** Prompts with a candidate that its values prove: those for which policy `auto` lets the teacher read. */
  readonly with_a_proven_one: number;
  /** With the candidates read; absent where nobody answered. */
  readonly read?: RankingFigures & { readonly answered: number; readonly unusable: number };
}

/** A prompt that was searched for, and read where there are answers. */
export interface Measured extends Searched {
  readonly read: Read;
}

export function splitFigures(measured: readonly Measured[]): SplitFigures {
  const of = (ranking: Ranking): RankingFigures => rankingFigures(measured.map(({ placed }) => placed[ranking]));
  const read = measured.map((one) => one.read);
  const inState = (state: Read['state']): number => read.filter((one) => one.state === state).length;
  return {
    prompts: measured.length,
    among_ten: measured.filter(({ placed }) => placed.hybrid.rank !== null).length,
    with_a_proven_one: measured.filter(({ found }) => found.present.some(({ proven }) => proven)).length,
    vector: of('vector'),
    text: of('text'),
    hybrid: of('hybrid'),
    ...(inState('unanswered') === read.length
      ? {}
      : {
          read: {
            ...rankingFigures(read.map(({ placed }) => placed)),
            answered: inState('read'),
            unusable: inState('unusable'),
          },
        }),
  };
}

/** Splits that are told together. */
const VIEWS = {
  all: SPLITS,
  real_rows: ['tuned', 'held_out', 'held_out_2', 'held_out_3', 'given'],
  held_out: ['held_out', 'held_out_2', 'held_out_3'],
  given: ['given'],
} as const satisfies Readonly<Record<string, readonly AskSplit[]>>;

type ByView = Readonly<Record<string, readonly FitFigures[]>>;

/** What policy `auto` does, for each step of the similarity from which a fit is good, over some splits together. */
export const fitByView = (measured: readonly Measured[]): ByView =>
  byView(measured, ({ decisions }) => decisions, GOOD_FROM_STEPS);

/** The same over the prompts whose candidates were read: by the rule of the product, and were a yes enough. */
export function readFitByView(measured: readonly Measured[]): {
  readonly prompts: number;
  readonly product: ByView;
  readonly any_yes: ByView;
} {
  const read = measured.filter((one) => one.read.state === 'read');
  const of = (rule: 'product' | 'any_yes') => byView(read, (one) => one.read[rule], READ_FROM_STEPS);
  return { prompts: read.length, product: of('product'), any_yes: of('any_yes') };
}

const byView = (
  measured: readonly Measured[],
  decisionsOf: (one: Measured) => readonly Decision[],
  steps: readonly number[],
): ByView =>
  Object.fromEntries(
    Object.entries(VIEWS).flatMap(([view, splits]: readonly [string, readonly AskSplit[]]) => {
      const own = measured.filter(({ ask }) => splits.includes(ask.split));
      const decisions = own.flatMap(decisionsOf);
      return own.length === 0 ? [] : [[view, steps.map((goodFrom) => fitFigures(decisions, goodFrom))]];
    }),
  );
