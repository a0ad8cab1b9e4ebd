import type { Report } from '../../contracts/report.ts';
import type { RoundReport } from '../../contracts/round.ts';
import { shippedStudent, type PredictionRow } from '../../lib/report-page/page-facts.ts';
import { worstRows, type WorstRow } from '../../lib/report-page/worst-rows.ts';
import { untoldSentence } from '../../lib/confidence/told-confidence.ts';
import { confidenceLines } from './confidence-lines.ts';
import { costLines } from './cost-lines.ts';
import { fitLine } from './fit-line.ts';
import { count } from './numbers.ts';
import { oneLine } from './one-line.ts';
import type { Palette } from './palette.ts';
import { searchLines } from './search-lines.ts';
import { scoreLines } from './score-lines.ts';
import { sliceLines } from './slice-lines.ts';
import { tableLines } from './table.ts';

/** Rows shown of a text task, and mistakes of a labels task. */
const SHOWN = 10;

/** A report for the terminal: verdict and scores, how each label fares or the worst rows, the cost by stage. */
export function reportLines(
  report: Report,
  predictions: readonly PredictionRow[] | null,
  { palette, columns }: { readonly palette: Palette; readonly columns: number },
): string[] {
  return [
    ...scoreLines(report, palette),
    ...(predictions === null ? [] : ['', ...rowLines(report, predictions, palette, columns)]),
    ...(report.confidence === undefined ? [] : ['', ...confidenceLines(report.confidence, palette)]),
    ...(report.noConfidence === undefined ? [] : ['', palette.faint(untoldSentence(report.noConfidence))]),
    ...(report.slices === undefined || report.slices.slices.length === 0
      ? []
      : ['', ...sliceLines(report.slices, palette)]),
    ...(report.search === undefined ? [] : ['', ...searchLines(report.search, palette)]),
    ...(report.rounds === undefined ? [] : ['', ...roundLines(report.rounds, palette)]),
    ...(report.costs === undefined ? [] : ['', ...costLines(report.costs, report.cost, palette)]),
  ];
}

function rowLines(report: Report, predictions: readonly PredictionRow[], palette: Palette, columns: number): string[] {
  const { labels } = report.task;
  if (labels !== null) return labelLines(labels, predictions, shippedStudent(report), palette);
  const worst = worstRows(report, predictions).slice(0, SHOWN);
  return [
    palette.faint(
      `the ${count(worst.length)} worst of ${count(predictions.length)} test rows, by ${report.task.metric}`,
    ),
    ...worst.flatMap((row) => worstLines(row, shippedStudent(report)).map((line) => fitLine(line, columns))),
  ];
}

function worstLines({ row, number, student, teacher }: WorstRow, who: string): string[] {
  const input = typeof row.input === 'string' ? row.input : JSON.stringify(row.input);
  return [
    `${count(number)}  ${oneLine(input)}`,
    `    expected  ${oneLine(row.expected)}`,
    ...(teacher === null ? [] : [`    teacher   ${said(row.answers['teacher'])}  (${teacher.toFixed(3)})`]),
    `    student   ${said(row.answers[who])}  (${student.toFixed(3)})`,
  ];
}

const said = (answer: string | null | undefined): string => oneLine(answer ?? '(no valid answer)');

function labelLines(
  labels: readonly string[],
  rows: readonly PredictionRow[],
  who: string,
  palette: Palette,
): string[] {
  const lines = labels.map((label) => {
    const expected = rows.filter((row) => row.expected === label);
    const answered = rows.filter((row) => row.answers[who] === label);
    const both = expected.filter((row) => row.answers[who] === label).length;
    const taken = mostTaken(
      expected.filter((row) => row.answers[who] !== label).map((row) => row.answers[who] ?? '(none)'),
    );
    return [
      oneLine(label),
      count(expected.length),
      count(answered.length),
      share(both, answered.length),
      share(both, expected.length),
      taken,
    ];
  });
  const numbers = ['expected', 'answered', 'precision', 'recall'];
  const columns = [
    { title: 'label' },
    ...numbers.map((title) => ({ title, side: 'right' as const })),
    { title: 'mostly taken for' },
  ];
  const [head = '', ...body] = tableLines(columns, lines);
  return [palette.faint(head), ...body];
}

const share = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(3));

function mostTaken(answers: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one);
  return most === undefined ? '' : `${oneLine(most[0])} (${count(most[1])})`;
}

const roundLines = (rounds: readonly RoundReport[], palette: Palette): string[] => [
  palette.faint('rounds, on validation rows'),
  ...rounds.map(({ round, trainRows, score, standardError, gain, weakest }) =>
    [
      `round ${round}  ${count(trainRows)} rows  ${score.toFixed(3)} ± ${standardError.toFixed(3)}`,
      ...(gain === null ? [] : [`gain ${gain.difference.toFixed(3)} ± ${gain.standardError.toFixed(3)}`]),
      ...(weakest.length === 0 ? [] : [`weak: ${weakest.map(oneLine).join(', ')}`]),
    ].join('  '),
  ),
];
