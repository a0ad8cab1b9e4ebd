import type { ArtifactRef } from './artifact.ts';
import type { Bundle } from './activities.ts';
import type { Budget, Price, StageCost } from './budget.ts';
import type { OpenReview } from './review.ts';
import type { Stage } from './names.ts';
import type { Cost, Verdict } from './report.ts';
import type { BuildOperations } from './task-config.ts';

/** Argument of the workflow `buildModel`. */
export interface BuildInput {
  readonly version: 1;
  readonly name: string;
  readonly taskHash: string;
  /** TaskConfig. */
  readonly config: ArtifactRef;
  readonly operations: BuildOperations;
}

export type BuildState = 'running' | 'waiting' | 'parked' | 'done' | 'failed' | 'cancelled';

/** Why a build stands still until a person says how to go on: kind and message of the failure. */
export interface Parked {
  readonly kind: string;
  readonly message: string;
  /** Time of the workflow's clock, in ms since 1970; names this stop among those of the build. */
  readonly sinceMs: number;
}

/** Argument of the update `resumeBuild`: go on, with what was corrected. What is left out stays as it is. */
export interface ResumeOrder {
  readonly version: 1;
  /** `sinceMs` of the stop that it is about: an order for an earlier stop is refused. */
  readonly sinceMs: number;
  /** Replaces those of its keys that are given. */
  readonly budget?: Budget;
  readonly baseUrl?: string;
  /** Name of a variable, never a key. */
  readonly apiKeyEnv?: string;
  readonly price?: Price;
  /** Who says so, and why: kept with the build. */
  readonly by: string;
  readonly note: string | null;
}

/** Answer of the update: what the build goes on from. */
export interface Resumed {
  readonly stage: Stage;
  readonly from: Parked;
}

export interface StageStatus {
  readonly stage: Stage;
  readonly state: 'waiting' | 'running' | 'done' | 'reused' | 'skipped' | 'failed';
  /** A clause for people: rows, scores, bytes. */
  readonly note: string;
  readonly seconds: number | null;
}

/** Answer of the query `buildStatus`. */
export interface BuildStatus {
  readonly buildId: string;
  readonly state: BuildState;
  readonly stage: Stage;
  readonly stages: readonly StageStatus[];
  /** Null unless `state` is `parked`. */
  readonly parked: Parked | null;
  /** Null unless `state` is `waiting`. */
  readonly review: OpenReview | null;
  readonly cost: Cost;
  /** `cost` by stage; stages that asked the teacher nothing are left out. */
  readonly costs: readonly StageCost[];
  /** Charged to the budget: `cost` plus what lost calls and dead attempts may have cost. */
  readonly charged: { readonly usd: number; readonly tokens: number; readonly calls: number };
}

/** Result of the workflow `buildModel`. */
export interface BuildResult {
  readonly buildId: string;
  readonly verdict: Verdict;
  readonly score: number;
  readonly cost: Cost;
  readonly bundle: Bundle;
  readonly report: ArtifactRef;
}
