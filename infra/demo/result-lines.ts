import { costText } from '../../client/terminal/build-lines.ts';
import { count, milliseconds, size } from '../../client/terminal/numbers.ts';
import { tableLines } from '../../client/terminal/table.ts';
import type { Report, Score, Who } from '../../contracts/report.ts';
import type { TeacherStats } from '../local/simulated-teacher/teacher-stats.ts';
import type { Example } from './examples.ts';
import type { BuildOutcome } from './run-build.ts';

export interface BuiltExample {
  readonly example: Example;
  /** Folder of the bundle. */
  readonly out: string;
  readonly report: Report;
}

/** In the order of the table: the students, whom they stand in for, and what costs nothing. */
const ORDER = [
  'student-int8',
  'student-fp32',
  'teacher',
  'teacher-vote',
  'tfidf',
  'nearest',
  'majority',
  'copy',
  'released',
] as const satisfies readonly Who[];

const COLUMNS = [
  { title: 'example' },
  { title: 'who' },
  { title: 'metric' },
  { title: 'value', side: 'right' },
  { title: '95 % interval' },
  { title: 'rows', side: 'right' },
  { title: 'size', side: 'right' },
  { title: 'median', side: 'right' },
] as const;

/** The table of all examples by their primary metrics; then verdict, cost and bundle of each, and what the teacher did. */
export function resultLines(built: readonly BuiltExample[], teacher: TeacherStats): string[] {
  const rows = built.flatMap(({ example, report }) =>
    primaryScores(report).map((score) => rowOf(example, score, report)),
  );
  return [
    ...tableLines(COLUMNS, rows),
    ...built.flatMap(({ example, out, report }) => [
      '',
      `${example}: ${report.verdict.reason}`,
      `  cost: ${costText(report.cost)} (simulated dollars)`,
      `  ships ${report.ships.file}: ${report.ships.reason}`,
      `  bundle: ${out}`,
    ]),
    '',
    `The simulated teacher answered ${count(teacher.answered)} calls, ${count(teacher.malformed)} of them broken; ` +
      `it turned ${count(teacher.rateLimited)} away for coming too fast.`,
  ];
}

/** The same as data. */
export const resultJson = (
  outcomes: readonly BuildOutcome[],
  built: readonly BuiltExample[],
  teacher: TeacherStats,
): Record<string, unknown> => ({
  builds: outcomes.map(({ example, buildId, exit, problem }) => {
    const done = built.find((one) => one.example === example);
    const { scores, verdict, cost, files } = done?.report ?? {};
    return { example, buildId, exit, problem, out: done?.out ?? null, verdict, scores, cost, files };
  }),
  simulatedTeacher: teacher,
});

/** Scores by the metric that was fixed beforehand, in the table's order. */
function primaryScores({ task, scores }: Report): readonly Score[] {
  const primary = scores.filter(({ metric, on }) => metric === (on === 'generated' ? 'agreement' : task.metric));
  return primary.toSorted((one, other) => ORDER.indexOf(one.who) - ORDER.indexOf(other.who));
}

function rowOf(example: Example, score: Score, report: Report): readonly string[] {
  const isTeacher = score.who === 'teacher' || score.who === 'teacher-vote';
  return [
    example,
    isTeacher ? `${score.who} (simulated)` : score.who,
    score.metric,
    score.value.toFixed(3),
    `${score.low.toFixed(3)} to ${score.high.toFixed(3)}`,
    String(score.n),
    ...weightOf(score.who, report.files),
  ];
}

/** Bytes of a student's files together, and its median time for a row. */
function weightOf(who: Who, files: Report['files']): readonly string[] {
  if (who !== 'student-int8' && who !== 'student-fp32') return ['', ''];
  const own = files.filter(
    ({ path }) => path.endsWith('.onnx') && path.includes('quantized') === (who === 'student-int8'),
  );
  if (own.length === 0) return ['', ''];
  const bytes = own.reduce((sum, file) => sum + file.bytes, 0);
  return [size(bytes), milliseconds(Math.max(...own.map(({ p50Ms }) => p50Ms)))];
}
