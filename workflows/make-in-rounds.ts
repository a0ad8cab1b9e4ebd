import type {
  AssembledDataset,
  ExaminedStudent,
  Holdout,
  ParsedTask,
  ProposedStudents,
} from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { Settings } from '../contracts/plan.ts';
import type { RoundReport } from '../contracts/round.ts';
import { type GeneratedRows, generateRows, noteRows } from './generate-rows.ts';
import type { HumanRows } from './look-first.ts';
import { assemble, assembleMore, examine, noteDataset } from './make-student.ts';
import type { Build } from './build.ts';
import { type Choice, chooseStudent, type FoundStudent, noteTried, trainCandidates } from './search-student.ts';
import { noteStudents, selectStudents } from './select-students.ts';

/** What the first student is made from. */
export interface FirstRows {
  readonly holdout: Holdout;
  readonly human: HumanRows | null;
  readonly generated: GeneratedRows;
  readonly attributes: ArtifactRef;
  readonly settings: Settings | null;
  readonly trainMinutes: number;
}

/** A student, and what it was made from. */
export interface RoundStudent extends Pick<FoundStudent, 'trained' | 'exported'> {
  readonly dataset: AssembledDataset;
  /** StudentSearch. */
  readonly search: ArtifactRef;
}

interface Round extends RoundStudent {
  readonly choice: Choice;
  readonly generated: GeneratedRows;
  /** Null where the task allows one round only. */
  readonly examined: ExaminedStudent | null;
}

type ExaminedRound = Round & { readonly examined: ExaminedStudent };

/** A round that brings fewer rows is not worth its training. */
const MIN_ROUND_ROWS = 20;

/**
 * The student that does best on validation, and what each round came to (absent where only one is allowed). As long as
 * validation says that more may help, rows are asked for where the last student was weak, and another is trained.
 */
export async function makeInRounds(
  build: Build,
  task: ParsedTask,
  first: FirstRows,
): Promise<RoundStudent & { readonly rounds?: readonly RoundReport[] }> {
  const dataset = await build.stage('assemble', () => assemble(build, task, first), noteDataset);
  const { proposed } = await build.stage('select', () => selectStudents(build, task), noteStudents);
  const all = proposed.candidates.map((candidate) => ({ candidate, changes: {} }));
  const wish = {
    choices: all,
    trials: task.trials,
    compress: proposed.compress ?? false,
    leftOut: proposed.leftOut,
  };
  const last = await makeStudent(build, task, first, { dataset, generated: first.generated, before: null }, wish);
  if (last.examined === null) return studentOf(last);

  const { best, rounds } = await goOn(build, task, first, { ...last, examined: last.examined });
  return { ...studentOf(best), rounds };
}

/** Further rounds, as long as validation says that they may help. */
async function goOn(
  build: Build,
  task: ParsedTask,
  first: FirstRows,
  start: ExaminedRound,
): Promise<{ readonly best: ExaminedRound; readonly rounds: readonly RoundReport[] }> {
  let [last, best] = [start, start];
  const rounds = [roundReport(1, start)];
  while (rounds.length < task.rounds.most && last.examined.decision === 'again') {
    const round = rounds.length + 1;
    const generated = await generateMore(
      build,
      task,
      first,
      { after: last.generated, focus: last.examined.focus },
      round,
    );
    if (generated === null) break;
    const added = { generated, before: last.dataset };
    const dataset = await build.stage('assemble', () => assembleMore(build, task, first, added), noteDataset);
    const again = { choices: [best.choice], trials: 1, compress: false, leftOut: [] };
    const rows = { dataset, generated, before: best.examined.answers };
    const made = await makeStudent(build, task, first, rows, again);
    if (made.examined === null) break;
    last = { ...made, examined: made.examined };
    rounds.push(roundReport(round, last));
    if (last.examined.score > best.examined.score) best = last;
  }
  return { best, rounds };
}

const studentOf = ({ dataset, trained, exported, search }: Round): RoundStudent => ({
  dataset,
  trained,
  exported,
  search,
});

/** What is trained in a round. */
interface Wish {
  readonly choices: readonly Choice[];
  readonly trials: number;
  readonly compress: boolean;
  readonly leftOut: ProposedStudents['leftOut'];
}

/** Trains, exports and chooses; looks at validation where that may lead to another round. */
async function makeStudent(
  build: Build,
  task: ParsedTask,
  { attributes, trainMinutes }: FirstRows,
  made: { readonly dataset: AssembledDataset; readonly generated: GeneratedRows; readonly before: ArtifactRef | null },
  { choices, trials, compress, leftOut }: Wish,
): Promise<Round> {
  const { dataset, generated, before } = made;
  const wish = { choices, trials, compress, minutes: trainMinutes };
  const tried = await build.stage('train', () => trainCandidates(build, task, dataset, wish), noteTried);
  const ended = await build.stage(
    'export',
    async () => {
      const found = await chooseStudent(build, task, dataset, { tried, leftOut });
      const { trained, exported } = found;
      const looked = { dataset, trained, exported, attributes, pools: generated.pools, before };
      const examined = task.rounds.most > 1 ? await examine(build, task, looked) : null;
      return { ...found, examined, record: found.compared.record };
    },
    noteLook,
  );
  const { trained, exported, choice, compared, examined } = ended;
  return { dataset, trained, exported, search: compared.search, choice, generated, examined };
}

/** Rows for where the student is weak; null where too few came to train on. */
async function generateMore(
  build: Build,
  task: ParsedTask,
  { attributes, settings }: FirstRows,
  later: { readonly after: GeneratedRows; readonly focus: ArtifactRef },
  round: number,
): Promise<GeneratedRows | null> {
  const wish = { purpose: 'train', wanted: task.rounds.rows, attributes, settings, later } as const;
  const more = await build.stage(
    'generate',
    () => generateRows(build, task, wish),
    (rows) => `round ${round}: ${noteRows(rows)}`,
  );
  if (more.rows >= MIN_ROUND_ROWS) return more;
  build.remark(`Round ${round} brought ${more.rows} rows, too few to train again.`);
  return null;
}

const roundReport = (
  round: number,
  { dataset, examined }: Pick<ExaminedRound, 'dataset' | 'examined'>,
): RoundReport => {
  const { score, standardError, gain, weakest, decision } = examined;
  return { round, trainRows: dataset.trainRows, score, standardError, gain, weakest, decision };
};

function noteLook({ compared, examined }: Pick<FoundStudent, 'compared'> & Pick<Round, 'examined'>): string {
  if (examined === null) return compared.reason;
  const { score, standardError, weakest, decision } = examined;
  const seen = `${compared.reason}; ${score.toFixed(3)} ± ${standardError.toFixed(3)} on validation`;
  return decision === 'again' ? `${seen}, weak: ${weakest.join(', ')}` : `${seen}: ${DECISIONS[decision]}`;
}

const DECISIONS = { 'good-enough': 'good enough', 'no-gain': 'no gain over the round before' } as const;
