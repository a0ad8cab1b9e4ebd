import type {
  AssembledDataset,
  ExaminedStudent,
  ExportedStudent,
  Holdout,
  ParsedTask,
  TrainedStudent,
} from '../contracts/activities.ts';
import type { ArtifactRef } from '../contracts/artifact.ts';
import type { Settings } from '../contracts/plan.ts';
import type { RoundReport } from '../contracts/round.ts';
import { type GeneratedRows, generateRows, noteRows } from './generate-rows.ts';
import type { HumanRows } from './look-first.ts';
import { assemble, assembleMore, examine, exportStudent, noteDataset, noteTraining, train } from './make-student.ts';
import type { Build } from './build.ts';
import { noteBases, selectBase } from './select-base.ts';

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
export interface RoundStudent {
  readonly dataset: AssembledDataset;
  readonly trained: TrainedStudent;
  readonly exported: ExportedStudent;
}

interface Round extends RoundStudent {
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
  await build.stage('select', () => selectBase(build, task), noteBases(task));
  const last = await makeStudent(build, task, first, { dataset, generated: first.generated, before: null });
  if (last.examined === null) return { dataset, trained: last.trained, exported: last.exported };

  const { best, rounds } = await goOn(build, task, first, { ...last, examined: last.examined });
  return { dataset: best.dataset, trained: best.trained, exported: best.exported, rounds };
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
    const made = await makeStudent(build, task, first, { dataset, generated, before: best.examined.answers });
    if (made.examined === null) break;
    last = { ...made, examined: made.examined };
    rounds.push(roundReport(round, last));
    if (last.examined.score > best.examined.score) best = last;
  }
  return { best, rounds };
}

/** Trains and exports; looks at validation where that may lead to another round. */
async function makeStudent(
  build: Build,
  task: ParsedTask,
  { attributes, trainMinutes }: FirstRows,
  made: { readonly dataset: AssembledDataset; readonly generated: GeneratedRows; readonly before: ArtifactRef | null },
): Promise<Round> {
  const { dataset, generated, before } = made;
  const trained = await build.stage('train', () => train(build, task, dataset, trainMinutes), noteTraining);
  const look = async (exported: ExportedStudent) => {
    // Builds that began before there were rounds have no such field.
    if (!(task.rounds?.most > 1)) return null;
    return examine(build, task, { dataset, trained, exported, attributes, pools: generated.pools, before });
  };
  const ended = await build.stage(
    'export',
    async () => {
      const exported = await exportStudent(build, task, dataset, trained);
      return { exported, examined: await look(exported), record: exported.record };
    },
    noteLook,
  );
  return { dataset, trained, generated, exported: ended.exported, examined: ended.examined };
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

function noteLook({ exported, examined }: Pick<Round, 'exported' | 'examined'>): string {
  const files = `${exported.files.length} files`;
  if (examined === null) return files;
  const { score, standardError, weakest, decision } = examined;
  const seen = `${files}; ${score.toFixed(3)} ± ${standardError.toFixed(3)} on validation`;
  return decision === 'again' ? `${seen}, weak: ${weakest.join(', ')}` : `${seen}: ${DECISIONS[decision]}`;
}

const DECISIONS = { 'good-enough': 'good enough', 'no-gain': 'no gain over the round before' } as const;
