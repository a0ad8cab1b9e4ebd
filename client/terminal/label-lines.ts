import type { TaskInput } from '../../contracts/example.ts';
import type { LabelledReport } from '../../contracts/labelling.ts';
import { claimsOf, labelsForMargin, rowsFor } from '../../lib/labelling/claims.ts';
import { isAsked } from '../../lib/labelling/draw-plan.ts';
import type { LabelProgress } from '../../lib/labelling/label-session.ts';
import { ALPHA } from '../../lib/labelling/labelled-evidence.ts';
import type { QuestionForm } from '../../lib/labelling/question.ts';
import { visible } from '../../lib/report-page/markup.ts';
import { MIN_ROWS } from '../../lib/verdict/evidence.ts';
import { points } from '../../lib/verdict/points.ts';
import type { ReadLabelling } from '../labelling/read-labelling.ts';
import { padTo, widthOf } from './fit-line.ts';
import { count } from './numbers.ts';
import type { Palette } from './palette.ts';
import { tableLines } from './table.ts';

/** What a person is told before the first label: what is asked, and how many labels buy which claim. */
export function labelIntro({ plan, report }: ReadLabelling, palette: Palette): string[] {
  const { rows, origin, looks } = plan;
  const alpha = ALPHA / looks;
  const differ = rows.filter(({ differs }) => differs).length;
  const others = rows.filter(isAsked).length - differ;
  const kind = origin === 'generated' ? 'invented' : 'imported';
  const table = tableLines(
    [
      { title: 'labels', side: 'right' },
      { title: 'of the inputs', side: 'right' },
      { title: 'what they can show' },
      { title: 'how often each is right' },
    ],
    claimsOf(rows, alpha).map((claim) => [
      count(claim.labels),
      count(claim.rows),
      `at most ${points(claim.worseAtMost)} points worse`,
      claim.within === null ? '' : `within ± ${points(claim.within)} points`,
    ]),
  );
  return [
    palette.strong(`${plan.buildId}: ${count(rows.length)} ${kind} inputs that no training has seen`),
    `Student and teacher differ on ${count(differ)} of them. You are asked about these and ${count(others)} others, in random order, and are not told which is which.`,
    '',
    ...table.map((line, at) => (at === 0 ? palette.faint(line) : line)),
    '',
    marginLine(rows, { alpha, margin: report.gate.margin }),
    palette.faint(
      `Shown with a chance of 80 % where the student is as good as the teacher, at ${Number((100 * (1 - alpha)).toFixed(2))} % confidence. ${looksText(looks)}`,
    ),
  ];
}

function marginLine(rows: ReadLabelling['plan']['rows'], asked: { alpha: number; margin: number }): string {
  const labels = labelsForMargin(rows, asked);
  const margin = `the margin of ${points(asked.margin)} points`;
  if (labels !== null) return `To show ${margin} takes about ${count(labels)} labels.`;
  const needed = rowsFor(rows, asked.margin, asked.alpha);
  return `All of them do not show ${margin}: that takes a test of about ${count(Number(needed.toPrecision(2)))} inputs.`;
}

const looksText = (looks: number): string =>
  looks === 1
    ? 'One verdict counts: it is computed when all is labelled, or when you ask for it.'
    : `${looks} verdicts count, each at its share of the error.`;

/** One row as a person is asked about it. */
export function questionLines(
  question: { readonly input: TaskInput; readonly asks: QuestionForm },
  { number, of, labelled, covered, rows, claim }: LabelProgress,
  keys: readonly string[],
  { palette, columns }: { readonly palette: Palette; readonly columns: number },
): string[] {
  const head = `── ${count(number)} of ${count(of)} `;
  return [
    '',
    palette.faint(`${head}${'─'.repeat(Math.max(0, Math.min(columns, 100) - 1 - widthOf(head)))}`),
    ...(labelled === 0 ? [] : [palette.faint(boughtText({ covered, rows, claim }))]),
    '',
    ...inputLines(question.input, palette),
    '',
    ...choiceLines(question.asks, keys, palette),
  ];
}

/** What the labels so far are worth; says nothing of who is ahead. */
const boughtText = ({ covered, rows, claim }: Pick<LabelProgress, 'covered' | 'rows' | 'claim'>): string =>
  covered < MIN_ROWS
    ? `${count(covered)} of ${count(rows)} inputs covered; a verdict takes ${MIN_ROWS}`
    : `${count(covered)} of ${count(rows)} inputs covered: can show at most ${points(claim.worseAtMost)} points worse`;

function inputLines(input: TaskInput, palette: Palette): string[] {
  if (typeof input === 'string') return indented(input);
  return Object.entries(input).flatMap(([field, text]) => [palette.faint(`  ${visible(field)}`), ...indented(text)]);
}

const indented = (text: string): string[] =>
  visible(text)
    .split('\n')
    .map((line) => `  ${line}`);

function choiceLines(asks: QuestionForm, keys: readonly string[], palette: Palette): string[] {
  if (asks.how === 'judge')
    return asks.answers.flatMap((answer, at) => {
      const [first = '', ...more] = visible(answer).split('\n');
      const name = asks.answers.length === 1 ? 'Answer' : 'AB'.charAt(at);
      return [`${palette.strong(name)}  ${first}`, ...more.map((line) => `${' '.repeat(name.length + 2)}${line}`)];
    });
  const width = Math.max(...asks.labels.map(({ name }) => widthOf(visible(name))));
  return asks.labels.map(({ name, description }, at) => {
    const key = keys[at] === undefined ? '-' : keys[at];
    const meaning = description === null ? '' : palette.faint(`  ${visible(description)}`);
    return `${palette.strong(key)}  ${meaning === '' ? visible(name) : padTo(visible(name), width)}${meaning}`;
  });
}

/** The keys that a question takes beside its labels. */
export function keyLine(asks: QuestionForm, palette: Palette): string {
  const own = {
    label: [],
    labels: ['enter done'],
    judge:
      asks.how !== 'judge' || asks.answers.length === 0
        ? ['w write what is right']
        : asks.answers.length === 1
          ? ['y right', 'n wrong', 'w write what is right']
          : ['a only A is right', 'b only B', 'x both', 'n neither', 'w write what is right'],
  }[asks.how];
  return palette.faint([...own, '? cannot say', 'backspace undo', 'q stop for now'].join(' · '));
}

/** What people's labels have made of a verdict since; nothing where nobody has labelled. */
export const labelledSummary = (reports: readonly LabelledReport[], palette: Palette): string[] =>
  reports.length === 0
    ? []
    : [
        '',
        ...reports.map(
          ({ at, verdict }) => `${palette.strong(`by people's labels, ${at.slice(0, 10)}`)}: ${verdict.reason}`,
        ),
      ];

/** The verdict before and after, and what it rests on. */
export function labelledLines(report: LabelledReport, palette: Palette): string[] {
  const { before, verdict, table, rows, agreement } = report;
  const word = { ship: palette.good('ship'), no: palette.bad('no'), unproven: palette.warning('unproven') };
  const alone = `Of ${count(rows.differ)} inputs on which they differ the student alone is right on ${count(table.onlyStudent)}, the teacher alone on ${count(table.onlyTeacher)}.`;
  return [
    `before  ${word[before.decision]}: ${before.reason}`,
    `after   ${word[verdict.decision]}: ${verdict.reason}`,
    '',
    alone,
    ...report.scores.map(
      ({ who, value, low, high }) =>
        `${who.padEnd(14)} right on ${points(value)} % of such inputs (95 %: ${points(low)} to ${points(high)})`,
    ),
    ...agreement.map(
      ({ between: [one, other], rows: both, agreed, kappa }) =>
        `${visible(one)} and ${visible(other)} agree on ${points(agreed)} % of ${count(both)} inputs${kappa === null ? '' : ` (kappa ${kappa.toFixed(2)})`}.`,
    ),
    ...report.warnings.map((warning) => palette.warning(`! ${warning}`)),
  ];
}
