import type { TestOrigin, Who } from '../../contracts/report.ts';
import type { Metric } from '../../contracts/task-file.ts';
import type { ScoredRows } from '../metrics/scored-rows.ts';
import type { Interval } from '../statistics/interval.ts';

/** With fewer rows there is no proof: five right of five still means anything from 0.57 to 1. */
export const MIN_ROWS = 40;
/** Rows that the endpoint left unanswered are left out; above this share the rest may be the easy ones. */
export const MAX_UNANSWERED = 0.01;
/** Answers that break the task's rules count as wrong; a teacher most of whose answers do is no teacher of the task. */
export const MAX_UNUSABLE = 0.5;

/** One of those who answered the test, scored by the metric that decides on the rows that all were scored on. */
export interface Contestant {
  readonly who: Who;
  readonly scored: ScoredRows;
}

export interface VerdictCase {
  readonly metric: Metric;
  /** Whose rows; imported ones count once a person confirmed their dataset. */
  readonly origin: TestOrigin | 'imported-confirmed';
  /** Group of each row, for the bootstrap. */
  readonly groups: readonly string[];
  /** The file that ships. */
  readonly student: Contestant;
  /** Null where it was not asked on every row. */
  readonly teacher: Contestant | null;
  /** Those that the task kind defines. */
  readonly baselines: readonly Contestant[];
  /** Compared with the student, and deciding nothing: a release has a gate of its own. */
  readonly others?: readonly Contestant[];
  readonly gate: { readonly margin: number; readonly openings: number };
  /** Number of this opening of the test, from 1; null where openings are not counted. */
  readonly opening: number | null;
  /** Share of test rows without an answer of the endpoint, 0..1. */
  readonly unansweredShare: number;
  /** Share of the teacher's answers that break the task's rules, 0..1. */
  readonly unusableShare: number;
  readonly seed: string | number;
}

/** What was found, for a decision and for the sentence that gives its reason. */
export interface Evidence {
  readonly facts: VerdictCase;
  /** Error allowed to each limit, at this opening. */
  readonly alpha: number;
  /** Of student − teacher, each one-sided at alpha; null without a teacher or where too few groups allow none. */
  readonly limits: Interval | null;
  readonly best: { readonly who: Who; readonly value: number; readonly p: number | null } | null;
}

/** What the evidence comes to; all but the first two are unproven, each for a reason of its own. */
export type Finding =
  | 'ship'
  | 'no'
  | 'generated'
  | 'unconfirmed'
  | 'no-teacher'
  | 'too-few'
  | 'unanswered'
  | 'unusable'
  | 'exploratory'
  | 'too-few-groups'
  | 'no-better-than-baseline'
  | 'too-close';
