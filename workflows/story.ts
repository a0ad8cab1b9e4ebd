import type { BuildContext, StageRecord } from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { BuildState } from '../contracts/build.ts';
import type { Intervention } from '../contracts/intervention.ts';
import type { StageTable } from './stage-table.ts';

/** What a build has come to so far; its parts write into it. */
export interface Story {
  context: BuildContext;
  minutes: number | null;
  readonly interventions: Intervention[];
  readonly table: StageTable;
  readonly remarks: string[];
  readonly records: StageRecord[];
  state: BuildState;
  spec: ArtifactRef | null;
}
