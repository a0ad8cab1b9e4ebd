import type { ArtifactRef } from './artifact.ts';
import type { ColumnMapping } from './candidate.ts';

/** What may be done with datasets that were found: `ask` a person, decide alone, or look for none. */
export type RetrievePolicy = 'ask' | 'auto' | 'none';

/** A dataset that may be chosen, as the workflow knows it. */
export interface ReviewChoice {
  readonly id: string;
  readonly title: string;
  /** `good`: a policy may take it without asking. */
  readonly fit: 'good' | 'possible';
}

/** A question that a build has for a person. */
export interface OpenReview {
  /** DatasetListing: what the person is shown. */
  readonly listing: ArtifactRef;
  readonly choices: readonly ReviewChoice[];
  /** When the build goes on without an answer, by the workflow's clock, in ms since 1970. */
  readonly deadlineMs: number;
}

/** Argument of the update `reviewDatasets`. */
export interface ReviewDecision {
  readonly version: 1;
  /** `sha256` of the listing that was looked at: a decision about another one is refused. */
  readonly listing: string;
  /** Id of the dataset to import; null: none of them. */
  readonly use: string | null;
  /** In place of the mapping that was found. */
  readonly mapping?: ColumnMapping;
  readonly by: string;
  readonly note: string | null;
}

/** What was decided, and by whom; also the update's answer. */
export interface ReviewOutcome {
  readonly use: ReviewChoice | null;
  readonly mapping: ColumnMapping | null;
  /** `deadline`: nobody answered; `policy`: nobody was asked. */
  readonly decidedBy: 'person' | 'policy' | 'deadline';
}
