import type { FolderFile } from '../../contracts/artifact.ts';
import type { Example } from '../../contracts/example.ts';
import { type Report, type Score, type TestOrigin, Who } from '../../contracts/report.ts';
import type { RoundReport } from '../../contracts/round.ts';
import type { StudentSearch } from '../../contracts/student-search.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { CodeReading } from '../code/read-programs.ts';
import type { Prediction } from '../inference/predictor.ts';
import type { MeasuredTask } from '../metrics/metrics-of-task.ts';
import type { Answer } from '../metrics/scored-rows.ts';
import type { Answers } from './answers.ts';
import { exportChange } from './export-change.ts';
import { frequentOutput } from './frequent-output.ts';
import { codeReport, codeWarnings } from './program-measures.ts';
import { reportFiles } from './report-files.ts';
import { scoreAnswers, type ScoredTest } from './score-answers.ts';
import type { InputTraits } from './input-traits.ts';
import { slicesOf } from './slices.ts';
import type { TeacherOnTest } from './teacher-on-test.ts';
import { scoreMeasures, type Vectors } from './score-measures.ts';
import { isSimulated } from './simulated.ts';
import { judgeStudent } from './judge-student.ts';
import { inputText } from '../task-input/input-text.ts';
import { metricDisagreements } from '../verdict/disagreements.ts';
import { votesMissing, warningsOf } from './warnings.ts';

export interface JudgedTest {
  readonly config: TaskConfig;
  readonly spec: TaskSpec;
  readonly test: readonly Example[];
  readonly origin: TestOrigin;
  /** A person chose the dataset that imported rows are of: they may prove, as gold ones do. */
  readonly confirmed: boolean;
  /** Number of this opening of the test; null where it is not counted, since it proves nothing. */
  readonly opening: number | null;
  readonly student: {
    readonly ships: Report['ships'];
    readonly exportChanges: Report['exportChanges'];
    readonly int8: readonly Prediction[];
    readonly fp32: readonly Prediction[];
  };
  readonly teacher: TeacherOnTest;
  /** What the teacher's votes come to; null where nobody votes on this test. */
  readonly voted: TeacherOnTest | null;
  /** Those whose answers cost nothing, and the released version's. */
  readonly baselines: Answers;
  /** Of all answers to a task of texts, where an embedder was at hand; else null. */
  readonly vectors: Vectors | null;
  /** Of the inputs of `test`, for its slices. */
  readonly traits: InputTraits;
  /** All answers to a task of kind code as programs; null or absent for another kind. */
  readonly code?: CodeReading | null;
  /** Whom `released` stands for; null or absent where nobody does. */
  readonly released?: Report['released'] | null;
  readonly exported: { readonly files: readonly FolderFile[]; readonly facts: Record<string, unknown> };
  readonly search: StudentSearch;
  readonly data: Record<string, unknown>;
  readonly training: Record<string, unknown>;
  readonly remarks: readonly string[];
  /** Absent where the task allows one round only. */
  readonly rounds?: readonly RoundReport[];
  readonly machine: Report['machine'];
}

/** The report of a build, its cost left at zero, and everybody's answers row by row. */
export function judge(facts: JudgedTest): {
  readonly report: Report;
  readonly predictions: readonly Record<string, unknown>[];
  readonly score: number;
} {
  const { config, spec, test, origin, student } = facts;
  const answers = answersOf(facts);
  const kept = test.map((_, row) => facts.teacher.answers[row]?.state !== 'unanswered');
  const scored = rowsOf(answers, kept);
  const rows = test.filter((_, row) => kept[row]);
  const labels = spec.labels?.map((label) => label.name) ?? null;
  const rowsTested: ScoredTest & MeasuredTask = {
    kind: spec.kind,
    constraints: spec.constraints,
    metric: spec.metric,
    labels,
    origin,
    expected: rows.map((row) => row.output),
    groups: rows.map((row) => row.group),
    seed: config.seed,
  };
  const measured = {
    ...rowsTested,
    texts: rows.map((row) => inputText(row.input, spec.fields)),
    vectors: facts.vectors,
    code: facts.code ?? null,
  };
  const scores = byWho([...scoreAnswers(rowsTested, scored), ...scoreMeasures(measured, scored)]);
  const ships = student.ships.file === 'int8' ? 'student-int8' : 'student-fp32';
  const judged = judgeStudent(rowsTested, scored, {
    student: ships,
    gate: config.gate,
    confirmed: facts.confirmed,
    opening: facts.opening,
    family: facts.search.students.find(({ chosen }) => chosen)?.family ?? null,
    unansweredShare: test.length === 0 ? 0 : 1 - rows.length / test.length,
  });
  const invalid = (scored.teacher ?? []).filter((answer) => answer === null).length;
  const unanswered = test.length - rows.length;
  const onTest = exportChange({ from: 'fp32', to: 'int8', on: 'test' }, student.fp32, student.int8);
  const report: Report = {
    version: 1,
    task: {
      name: spec.name,
      kind: spec.kind,
      metric: spec.metric,
      labels: labels === null ? null : [...labels],
      ...(spec.constraints.several ? { several: true } : {}),
    },
    scores: [...scores],
    verdict: judged.verdict,
    cost: { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 },
    files: reportFiles(facts.exported.files, student),
    ships: student.ships,
    warnings: [
      ...warningsOf({
        origin,
        simulatedTeacher: isSimulated(config.teacher.identity),
        invalidTeacherAnswers: invalid,
        unanswered,
        rows: rows.length,
        remarks: facts.remarks,
      }),
      ...votesMissing(facts.voted, facts.teacher),
      ...codeWarnings(rowsTested.expected, facts.code),
      ...metricDisagreements(scores, ships),
      ...frequentOutput(spec.kind, rowsTested.expected, scored, scores),
    ],
    comparisons: [...judged.comparisons],
    gate: judged.gate,
    exportChanges: [...student.exportChanges, onTest],
    slices: slicesOf({
      spec,
      rows,
      student: scored[ships] ?? [],
      teacher: scored.teacher ?? null,
      seed: config.seed,
      traits: traitsOf(facts.traits, kept),
    }),
    ...codeReport(facts.code),
    search: facts.search,
    ...(facts.rounds === undefined ? {} : { rounds: [...facts.rounds] }),
    ...(facts.released ? { released: facts.released } : {}),
    data: facts.data,
    training: { ...facts.training, export: facts.exported.facts },
    teacher: {
      ...config.teacher,
      simulated: isSimulated(config.teacher.identity),
      invalidAnswers: invalid,
      unanswered,
    },
    machine: facts.machine,
  };
  const primary = scores.find(({ who }) => who === ships);
  if (primary === undefined) throw new Error('the student that ships was not scored');
  return { report, predictions: predictionRows(test, answers), score: primary.value };
}

/** Everybody's answers in the order of the test. The teacher is left out where the budget did not reach all rows. */
function answersOf({ student, teacher, voted, baselines }: JudgedTest): Answers {
  const asked = teacher.answers.every(({ state }) => state !== 'not-asked');
  const counted = voted !== null && votesMissing(voted, teacher).length === 0 ? voted.answers.map(outputOf) : null;
  return {
    'student-int8': student.int8.map(({ output }) => output),
    'student-fp32': student.fp32.map(({ output }) => output),
    ...(asked ? { teacher: teacher.answers.map(outputOf) } : {}),
    ...(counted === null ? {} : { 'teacher-vote': counted }),
    ...baselines,
  };
}

/** Everybody's scores together, in the order in which they were computed. */
const byWho = (scores: readonly Score[]): readonly Score[] =>
  Who.options.flatMap((who) => scores.filter((score) => score.who === who));

const outputOf = (given: TeacherOnTest['answers'][number]): Answer =>
  given.state === 'answered' ? given.output : null;

function rowsOf(answers: Answers, kept: readonly boolean[]): Answers {
  const entries = Object.entries(answers).map(([who, given]) => [who, given.filter((_, row) => kept[row])] as const);
  return Object.fromEntries(entries);
}

function traitsOf({ languages, texts, vectors }: InputTraits, kept: readonly boolean[]): InputTraits {
  const isKept = (_: unknown, row: number): boolean => kept[row] === true;
  return {
    languages: languages.filter(isKept),
    texts: texts.filter(isKept),
    vectors: typeof vectors === 'string' ? vectors : vectors.filter(isKept),
  };
}

function predictionRows(test: readonly Example[], answers: Answers): readonly Record<string, unknown>[] {
  const given: readonly (readonly [string, readonly Answer[]])[] = Object.entries(answers);
  return test.map((example, row) => ({
    id: example.id,
    input: example.input,
    expected: example.output,
    answers: Object.fromEntries(given.map(([who, outputs]) => [who, outputs[row] ?? null])),
  }));
}
