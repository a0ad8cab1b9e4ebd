import type { ArtifactRef } from './artifact.ts';
import type { Bundle } from './activities.ts';
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

export type BuildState = 'running' | 'done' | 'failed' | 'cancelled';

export interface StageStatus {
  readonly stage: Stage;
  readonly state: 'waiting' | 'running' | 'done' | 'reused' | 'failed';
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
  readonly cost: Cost;
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
