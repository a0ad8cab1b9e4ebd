import type { Bundle, BuildContext, RecordBuildInput, Recorded } from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { Stage } from '../contracts/names.ts';
import type { Verdict } from '../contracts/report.ts';
import type { Ledger } from './ledger.ts';
import type { Review } from './review.ts';
import type { Spender } from './spender.ts';

/** One run of `buildModel`: its account, its stages as people see them, and its way to end. */
export interface Build extends Spender {
  /** As it stands: a person may correct where the teacher is. */
  readonly context: BuildContext;
  readonly ledger: Ledger;
  readonly review: Review;
  /**
   * Runs a stage and shows it; `note` says in a clause what came of it. A failure that a person can mend parks the build;
   * the stage is run again when it goes on. What it had finished is found again by its manifests.
   */
  readonly stage: <Result>(
    name: Stage,
    run: () => Promise<Result>,
    note: (result: Result) => string,
  ) => Promise<Result>;
  /** Shows stages that this build has no use for. */
  readonly skip: (stages: readonly Stage[], why: string) => void;
  /** Shows how far the stage under way has come. */
  readonly progress: (note: string) => void;
  readonly learned: (task: { readonly kind: string; readonly spec: ArtifactRef }) => void;
  /** Said in the report: what was cut or is missing. */
  readonly remark: (text: string) => void;
  readonly remarks: () => readonly string[];
  /** Keeps the manifest of an activity that is a part of a stage. */
  readonly keep: (part: Recorded) => void;
  /** What was paid, in all and by stage, and every manifest so far. */
  readonly account: () => Pick<RecordBuildInput, 'cost' | 'costs' | 'records'>;
  /** No new calls are made for rows after this time of the workflow's clock, in ms since 1970; null: no limit. */
  readonly deadlineMs: number | null;
  readonly succeed: (verdict: Verdict, score: number, bundle: Bundle) => Promise<void>;
  /** Records that no more was wanted than a plan. */
  readonly endPlan: () => Promise<void>;
  /** Records the end of a build that failed or was cancelled, and gives the error to rethrow. */
  readonly fail: (error: unknown) => Promise<unknown>;
}
