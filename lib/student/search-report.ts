import type { CompareStudentsInput, TrainedCandidate } from '../../contracts/activities.ts';
import type { ComparedStudent, StudentSearch } from '../../contracts/student-search.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { ChosenStudent, Contender } from './choose-student.ts';
import type { TrainingSummary } from './training-summary.ts';

interface Compared {
  readonly spec: Pick<TaskSpec, 'metric'>;
  /** Validation rows. */
  readonly rows: number;
  /** One for each candidate. */
  readonly seen: readonly (Contender & { readonly file: ComparedStudent['file'] })[];
  readonly decided: ChosenStudent;
  /** Of each candidate, one for each trial; null where it failed. */
  readonly trainings: readonly (readonly (TrainingSummary | null)[])[];
}

/** How the student was found, as the report tells it. */
export function searchReport(input: CompareStudentsInput, compared: Compared): StudentSearch {
  return {
    version: 1,
    metric: compared.spec.metric,
    rows: compared.rows,
    students: input.candidates.map((candidate, at) => studentOf(candidate, compared, at)),
    trials: input.candidates.flatMap((candidate, at) =>
      isTwin(candidate, input.candidates) ? [] : trialsOf(candidate, compared.trainings[at] ?? []),
    ),
    importances: input.candidates.flatMap(({ candidate, importances }) =>
      importances.length === 0 || candidate.trimmed === true
        ? []
        : [{ family: candidate.family, settings: [...importances] }],
    ),
    leftOut: [...input.leftOut],
    reason: compared.decided.reason,
  };
}

/** Whether it is a smaller form of another one's training, which is told once. */
const isTwin = ({ candidate, trained }: TrainedCandidate, all: readonly TrainedCandidate[]): boolean =>
  candidate.trimmed === true &&
  all.some((other) => other.candidate.trimmed === undefined && other.trained.training.uri === trained.training.uri);

function studentOf(
  { candidate, best }: TrainedCandidate,
  { seen, decided, trainings }: Compared,
  at: number,
): ComparedStudent {
  const [student, standing] = [seen[at], decided.standings[at]];
  if (student === undefined || standing === undefined) throw new Error(`the student ${candidate.family} was not seen`);
  const { file, bytes, p50Ms } = student;
  const seconds = (trainings[at] ?? []).reduce((sum, training) => sum + (training?.seconds ?? 0), 0);
  return { ...candidate, ...standing, file, bytes, p50Ms, seconds, trial: best, chosen: at === decided.chosen };
}

const trialsOf = (
  { candidate, trials }: TrainedCandidate,
  trainings: readonly (TrainingSummary | null)[],
): StudentSearch['trials'] =>
  trials.map(({ outcome, failure }, at) => {
    const training = trainings[at] ?? null;
    return {
      ...candidate,
      ...outcome,
      steps: training?.steps ?? null,
      seconds: training?.seconds ?? null,
      examplesPerSecond: training?.examplesPerSecond ?? null,
      stoppedBy: training?.stoppedBy ?? null,
      failure,
    };
  });
