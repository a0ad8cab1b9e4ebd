import type { PlannedRow } from '../../contracts/labelling.ts';
import type { Score, TestOrigin, Who } from '../../contracts/report.ts';
import type { LabelledRows } from './labelled-rows.ts';

/** Error that all verdicts on the same inputs together may make. */
export const ALPHA = 0.05;

export interface LabelledCase {
  readonly rows: LabelledRows;
  readonly plan: readonly PlannedRow[];
  readonly origin: TestOrigin;
  readonly margin: number;
  readonly look: number;
  readonly looks: number;
  /** Of the test, 0..1. */
  readonly unansweredShare: number;
  /** By people's labels; none where no row on which both say the same is labelled. */
  readonly student: Score | null;
  readonly teacher: Score | null;
  /** The highest. */
  readonly baseline: { readonly who: Who; readonly value: number } | null;
}

/** What was found, for the decision and the sentence that gives its reason. */
export interface LabelledEvidence {
  readonly facts: LabelledCase;
  readonly alpha: number;
  readonly difference: { readonly value: number; readonly low: number; readonly high: number };
  /** Rows that would settle it, if both are as good; null where that is not a matter of rows. */
  readonly needed: number | null;
}

export type LabelledFinding = 'ship' | 'no' | 'too-few' | 'unanswered' | 'exploratory' | 'no-better' | 'too-close';
