import type { Price } from '../../contracts/budget.ts';
import type { Factor } from './factor.ts';

/** Tokens of one call of a sort. */
export interface CallTokens {
  readonly input: Factor;
  readonly output: Factor;
}

/** All that an estimate is reckoned from. */
export interface BuildFigures {
  readonly rowsWanted: number;
  /** Rounds at the most, and rows that each one after the first adds. */
  readonly rounds: { readonly most: number; readonly rows: number };
  readonly votes: number;
  /** Rows of a generated test; 0 where gold rows are the test. */
  readonly generatedTest: number;
  /** Rows of the test that the teacher answers at the end. */
  readonly testRows: number;
  /** Votes on each of them; 0 where the test is generated, or a vote is one answer. */
  readonly testVotes: number;
  readonly tokens: Readonly<
    Record<'parse' | 'reading' | 'attributes' | 'write' | 'label' | 'bareLabel' | 'answer', CallTokens>
  >;
  /** Calls before the first row: 0 or 1. */
  readonly parseCalls: number;
  /** Chance, from 0 to 1, that datasets are found which the teacher is to read: one call. */
  readonly readingChance: number;
  /** Calls of the pilot beside those that generation would make too. */
  readonly pilot: { readonly writes: number; readonly labels: number; readonly bareLabels: number };
  /** Calls that generation finds paid by the pilot. */
  readonly shared: { readonly writes: number; readonly labels: number };
  /** New inputs per input asked for; accepted rows per new input; rejected calls per answer. */
  readonly newShare: Factor;
  readonly acceptedShare: Factor;
  readonly rejected: Factor;
  /** Share of inputs that are asked with all retries, in vain. */
  readonly stubborn: Factor;
  readonly price: Price | null;
  readonly trainMinutes: number;
  /** Of the first round: later ones train the chosen student once. */
  readonly trials: number;
}
