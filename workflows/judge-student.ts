import type {
  AssembledDataset,
  Bundle,
  Evaluation,
  ExportedStudent,
  Holdout,
  ParsedTask,
  Pilot,
  TrainedStudent,
} from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { RowSource } from '../contracts/candidate.ts';
import type { RoundReport } from '../contracts/round.ts';
import { workflowInfo } from '@temporalio/workflow';
import type { Build } from './build.ts';
import { add, NOTHING } from './ledger.ts';
import { quick, teacher } from './stage-options.ts';

/** A student and all that it came from. */
export interface MadeStudent {
  readonly holdout: Holdout;
  readonly dataset: AssembledDataset;
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
  /** StudentSearch. */
  readonly search: ArtifactRef;
  /** Absent where the task allows one round only. */
  readonly rounds?: readonly RoundReport[];
}

/** The one look at the test: student, teacher and baselines on the same rows. */
export async function evaluate(build: Build, task: ParsedTask, made: MadeStudent): Promise<Evaluation> {
  build.ledger.release();
  const { holdout } = made;
  // The votes are no part of the verdict: nothing was set aside for them, and they are asked where money is left.
  const expected = add(holdout.evaluation, holdout.votes ?? NOTHING);
  const wish = { expected, least: task.callCosts.label, sharers: 1 };
  return build.spend(wish, (grant) =>
    teacher.evaluateStudent.executeWithOptions(
      { summary: `Score student, teacher and baselines on ${holdout.rows} rows` },
      [{ build: build.context, spec: task.spec, ...made, remarks: build.remarks(), grant }],
    ),
  );
}

export function packageModel(
  build: Build,
  task: ParsedTask,
  made: MadeStudent & {
    readonly evaluation: Evaluation;
    readonly pilot: Pilot | null;
    /** Null where no rows were imported. */
    readonly source: RowSource | null;
  },
): Promise<Bundle> {
  const { pilot, source, ...parts } = made;
  const from = source === null ? {} : { source };
  const minutes = (Date.now() - workflowInfo().startTime.getTime()) / 60_000;
  const reckoned = pilot === null ? null : { estimate: pilot.estimate, minutes };
  return quick.packageModel.executeWithOptions({ summary: 'Put the bundle together' }, [
    { ...parts, ...from, reckoned, spent: build.spent(), build: build.context, spec: task.spec, ...build.account() },
  ]);
}

export const noteVerdict = ({ verdict }: Evaluation): string => `${verdict.decision}: ${verdict.reason}`;
export const noteBundle = ({ bytes }: Bundle): string => `${(bytes / 1e6).toFixed(1)} MB`;
