import type {
  AssembledDataset,
  ComparedStudents,
  ExportedStudent,
  ParsedTask,
  ProposedStudents,
  TrainedCandidate,
  TrainedStudent,
} from '../contracts/activities.ts';
import type { StudentCandidate, Trial } from '../contracts/student-search.ts';
import type { Build } from './build.ts';
import { inTurns } from './in-turns.ts';
import { prune, withPruned, withTrimmed } from './smaller-students.ts';
import { runTrial, SIDE_BY_SIDE, type TriedCandidate, type TriedSettings } from './run-trial.ts';
import { gpu, quick } from './stage-options.ts';

/** What a later round trains again: the candidate that was chosen, with the settings that were best. */
export type Choice = Pick<Trial, 'candidate' | 'changes'>;

/** Trials that are proposed together, since they know only those before; the same whatever the number of workers. */
const WAVE = 4;
/** Every candidate with every setting that is tried, each from the same weights; one failure does not end the search. */
export async function trainCandidates(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  wish: {
    readonly choices: readonly Choice[];
    readonly trials: number;
    readonly minutes: number;
    /** Whether smaller forms of what is trained are tried, too. */
    readonly compress: boolean;
  },
): Promise<readonly TriedCandidate[]> {
  const tried = await inTurns(wish.choices, wish.trials > 1 ? 1 : SIDE_BY_SIDE, (choice) =>
    tryChoice(build, task, dataset, { choice, trials: wish.trials, minutes: wish.minutes }),
  );
  const trained = tried.filter((candidate) => 'best' in candidate);
  const [first] = tried;
  if (trained.length === 0 && first !== undefined && 'error' in first) throw first.error;
  return wish.compress ? withPruned(build, task, dataset, { tried: trained, minutes: wish.minutes }) : trained;
}

/** One that was pruned is first trained whole. */
async function tryChoice(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  wish: { readonly choice: Choice; readonly trials: number; readonly minutes: number },
): Promise<Tried> {
  const { pruned, ...candidate } = wish.choice.candidate;
  if (pruned === undefined) return tryCandidate(build, task, dataset, wish);
  const whole = await tryCandidate(build, task, dataset, { ...wish, choice: { ...wish.choice, candidate } });
  return 'best' in whole ? prune(build, task, dataset, { whole, pruned, minutes: wish.minutes }) : whole;
}

type Tried = TriedCandidate | { readonly error: unknown };

async function tryCandidate(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  { choice, trials, minutes }: { readonly choice: Choice; readonly trials: number; readonly minutes: number },
): Promise<Tried> {
  const { candidate } = choice;
  const done: TriedSettings[] = [];
  let error: unknown = null;
  let next: readonly Trial[] = [{ ...choice, number: 0 }];
  let importances: TrainedCandidate['importances'] = [];
  while (next.length > 0) {
    const spent = done.reduce((sum, { trained }) => sum + (trained?.seconds ?? 0), 0) / 60;
    if (done.length > 0 && spent >= minutes) {
      build.remark(
        `Trials of ${candidate.family} ended after ${done.length}: ${minutes} minutes of training were over.`,
      );
      break;
    }
    const against = done.flatMap(({ trained }) => (trained === null ? [] : [trained.validationLosses]));
    const wave = await inTurns(next, WAVE, (trial) =>
      runTrial(build, task, dataset, { trial, against, minutes: minutes - spent }),
    );
    for (const { tried, failed } of wave) {
      done.push(tried);
      error ??= failed;
    }
    build.progress(noteTrials(done));
    const proposed = await propose(build, task, dataset, { candidate, done, trials });
    [next, importances] = [proposed.trials, proposed.importances];
  }
  const best = bestOf(done);
  return best === null ? { error } : { candidate, trials: done, best, importances };
}

/** The next settings to try, and how much each setting mattered so far. */
async function propose(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  { candidate, done, trials }: { candidate: StudentCandidate; done: readonly TriedSettings[]; trials: number },
): Promise<{ readonly trials: readonly Trial[]; readonly importances: TrainedCandidate['importances'] }> {
  if (trials === 1) return { trials: [], importances: [] };
  const count = Math.min(WAVE, trials - done.length);
  const finished = done.map(outcomeOf);
  const proposed = await gpu.proposeTrials.executeWithOptions(
    {
      summary:
        count === 0 ? `What mattered for ${candidate.family}` : `Settings for ${count} trials of ${candidate.family}`,
    },
    [{ build: build.context, spec: task.spec, train: dataset.train, candidate, finished, count }],
  );
  build.keep(proposed);
  return proposed;
}

/** The trial with the lowest validation loss: the same rows and, within a family, the same loss. */
function bestOf(tried: readonly TriedSettings[]): TriedCandidate['best'] | null {
  let best: TriedCandidate['best'] | null = null;
  for (const { trial, trained, failure } of tried)
    if (trained !== null && (best === null || trained.validationLoss < best.trained.validationLoss))
      best = { trial, trained, failure };
  return best;
}

const outcomeOf = ({ trial: { number, changes }, trained }: TriedSettings) => ({
  number,
  changes,
  validationLoss: trained?.validationLoss ?? null,
});

/** The student that is chosen among the candidates, and how. */
export interface FoundStudent {
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
  readonly choice: Choice;
  readonly compared: ComparedStudents;
}

/** Exports the best of every candidate, and chooses by their answers to the validation rows. */
export async function chooseStudent(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  { tried, leftOut }: { readonly tried: readonly TriedCandidate[]; readonly leftOut: ProposedStudents['leftOut'] },
): Promise<FoundStudent> {
  const forms = withTrimmed(tried);
  const candidates = await inTurns(forms, SIDE_BY_SIDE, async ({ candidate, trials, best, importances }) => ({
    candidate,
    trials: trials.map((one) => ({
      outcome: outcomeOf(one),
      training: one.trained?.training ?? null,
      failure: one.failure,
    })),
    importances,
    best: best.trial.number,
    trained: best.trained,
    exported: await exportStudent(build, task, dataset, { candidate, trained: best.trained }),
  }));
  const compared = await quick.compareStudents.executeWithOptions(
    { summary: `Compare ${candidates.length} students on ${dataset.validationRows} validation rows` },
    [{ build: build.context, spec: task.spec, validation: dataset.validation, candidates, leftOut }],
  );
  const [chosen, from] = [candidates[compared.chosen], forms[compared.chosen]];
  if (chosen === undefined || from === undefined) throw new Error(`no candidate ${compared.chosen} was compared`);
  const choice = { candidate: from.candidate, changes: from.best.trial.changes };
  return { trained: chosen.trained, exported: chosen.exported, choice, compared };
}

async function exportStudent(
  build: Build,
  task: ParsedTask,
  dataset: AssembledDataset,
  { candidate, trained }: { readonly candidate: StudentCandidate; readonly trained: TrainedStudent },
): Promise<ExportedStudent> {
  const { model, family, maxInputTokens } = trained;
  const form = `${candidate.pruned === undefined ? '' : ', pruned'}${candidate.trimmed === undefined ? '' : ', trimmed'}`;
  const exported = await gpu.exportStudent.executeWithOptions(
    { summary: `Export ${family}${form} to ONNX, quantize` },
    [
      {
        build: build.context,
        spec: task.spec,
        model,
        family,
        validation: dataset.validation,
        maxInputTokens,
        ...(candidate.trimmed === undefined ? {} : { keepTokensOf: dataset.train }),
      },
    ],
  );
  build.keep(exported);
  return exported;
}

export const noteTried = (tried: readonly TriedCandidate[]): string =>
  tried
    .map(
      ({ candidate: { family, pruned }, trials, best }) =>
        `${family}${pruned === undefined ? '' : ', pruned'} ${noteBest(best, trials.length)}`,
    )
    .join('; ');

const noteBest = ({ trained }: TriedCandidate['best'], trials: number): string =>
  `loss ${trained.validationLoss.toFixed(4)} after ${trained.steps} steps${trials > 1 ? `, best of ${trials}` : ''}`;

const noteTrials = (done: readonly TriedSettings[]): string => {
  const best = bestOf(done);
  const family = done[0]?.trial.candidate.family ?? '';
  return best === null ? `${family}: no trial ended well` : `${family} ${noteBest(best, done.length)}`;
};
