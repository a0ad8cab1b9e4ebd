import { isCancellation } from '@temporalio/workflow';
import type { AssembledDataset, ParsedTask, TrainedCandidate, TrainedStudent } from '../contracts/activities.ts';
import type { FailureKind } from '../contracts/failure.ts';
import type { StudentCandidate, Trial } from '../contracts/student-search.ts';
import { kindOf, messageOf } from './build-failure.ts';
import type { Build } from './build.ts';
import { gpu } from './stage-options.ts';

/** A candidate, trained with several settings. */
export interface TriedCandidate {
  readonly candidate: StudentCandidate;
  readonly trials: readonly TriedSettings[];
  readonly best: TriedSettings & { readonly trained: TrainedStudent };
  readonly importances: TrainedCandidate['importances'];
}

export interface TriedSettings {
  readonly trial: Trial;
  /** Null where it failed. */
  readonly trained: TrainedStudent | null;
  readonly failure: string | null;
}

/** Candidates trained side by side where each is trained once: waves fill the queue by themselves. */
export const SIDE_BY_SIDE = 2;
/** Failures of one training that say nothing about the next one. */
const OF_ONE_TRIAL: ReadonlySet<string> = new Set<FailureKind>([
  'trainer-out-of-memory',
  'trainer-crashed',
  'trainer-stalled',
]);

/** One training; what failed by itself alone is told, and does not end the search. */
export async function runTrial(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  {
    trial,
    against,
    minutes,
    whole,
  }: {
    readonly trial: Trial;
    readonly against: readonly (readonly number[])[];
    readonly minutes: number;
    /** The trained student that is pruned. */
    readonly whole?: TrainedStudent['model'];
  },
): Promise<{ readonly tried: TriedSettings; readonly failed: unknown }> {
  const { family, pruned } = trial.candidate;
  const which = `${pruned === undefined ? '' : ', pruned'}${trial.number === 0 ? '' : `, trial ${trial.number}`}`;
  try {
    const trained = await gpu.trainStudent.executeWithOptions(
      { summary: `Train ${family}${which} on ${dataset.trainRows} rows` },
      [
        {
          build: build.context,
          spec: task.spec,
          train: dataset.train,
          validation: dataset.validation,
          trial,
          ...(whole === undefined ? {} : { whole }),
          pruneAgainst: against,
          maxMinutes: minutes,
        },
      ],
    );
    build.keep(trained);
    if (trained.cut) build.remark(`Training of ${family}${which} was cut by time, after ${trained.steps} steps.`);
    return { tried: { trial, trained, failure: null }, failed: null };
  } catch (error) {
    const kind = kindOf(error);
    if (isCancellation(error) || !OF_ONE_TRIAL.has(kind)) throw error;
    build.remark(`Training of ${family}${which} failed (${kind}): ${messageOf(error)}`);
    return { tried: { trial, trained: null, failure: kind }, failed: error };
  }
}
