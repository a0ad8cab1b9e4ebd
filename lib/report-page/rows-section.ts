import type { TaskInput } from '../../contracts/example.ts';
import type { Metric } from '../../contracts/task-file.ts';
import { METRICS } from '../metrics/metric.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { count, plural, points } from './numbers.ts';
import { metricName, originName, type PageFacts, shippedStudent } from './page-facts.ts';
import { worstRows, type WorstRow } from './worst-rows.ts';

/** More make a page slow, and nobody reads them; the first ones stand open. */
const SHOWN = 300;
const OPEN = 25;
/** Characters of one text. */
const TEXT = 2_000;

/** A full score may miss 1 by a hair. */
const ROUNDING = 1e-9;

/** Metrics of all rows together: a row by itself is right or wrong. */
const WITHOUT_ROWS = new Set<Metric>(['macro-f1', 'weighted-f1', 'mcc', 'micro-f1', 'span-f1']);

/** The rows where the student does worst, with what was expected and what teacher and student said. */
export function rowsSection(facts: PageFacts): Markup {
  const { report, predictions } = facts;
  if (predictions === null) return MISSING;
  const isRate = isRightOrWrong(report);
  const all = worstRows(report, predictions);
  const worst = all.filter(({ student }) => student < 1 - ROUNDING);
  const shown = worst.slice(0, SHOWN);
  const rest = shown.slice(OPEN);
  const whose = originName(report.scores[0]?.on ?? 'gold');
  return html`<section>
    <h2>Rows</h2>
    <p>
      ${isRate ? `The student is wrong on ${count(worst.length)} of ${plural(all.length, `${whose} test row`)}` : `The student falls short of ${count(worst.length)} of ${plural(all.length, `${whose} test row`)}`};
      ${count(shown.length)} ${shown.length === 1 ? 'is' : 'are'} shown,
      ${isRate ? 'those first that the teacher got right' : `the lowest ${metricName(report.task.metric)} first`}.
    </p>
    ${rowTable(shown.slice(0, OPEN), facts)}
    ${
      rest.length === 0
        ? NOTHING
        : html`<details>
            <summary>${count(rest.length)} more rows</summary>
            ${rowTable(rest, facts)}
          </details>`
    }
  </section>`;
}

const MISSING = html`<section>
  <h2>Rows</h2>
  <p>The answers row by row are not at hand here: the store keeps them with the build.</p>
</section>`;

/** Whether each row is right or wrong, by the metric that decides, or by itself where that one is of all rows together. */
export const isRightOrWrong = ({ task }: PageFacts['report']): boolean =>
  METRICS[task.metric].isRate || WITHOUT_ROWS.has(task.metric);

/** Rows with what was expected and what teacher and student said. */
export function rowTable(rows: readonly WorstRow[], facts: PageFacts): Markup {
  if (rows.length === 0) return NOTHING;
  const isRate = isRightOrWrong(facts.report);
  const teacher = facts.provenance.teacher.simulated ? 'Teacher (simulated)' : 'Teacher';
  return html`<table class="rows">
    <thead>
      <tr>
        <th class="number">Row</th>
        <th>Input</th>
        <th>Expected</th>
        <th>${teacher}</th>
        <th>Student</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => tableRow(row, { student: shippedStudent(facts.report), teacher, isRate }))}
    </tbody>
  </table>`;
}

function tableRow(
  { row, number, student, teacher }: WorstRow,
  names: { readonly student: string; readonly teacher: string; readonly isRate: boolean },
): Markup {
  return html`<tr>
    <td class="number" data-name="Row">${count(number)}</td>
    <td class="text" data-name="Input">${inputText(row.input)}</td>
    <td class="text" data-name="Expected">${text(row.expected)}</td>
    <td class="text" data-name="${names.teacher}">
      ${teacher === null ? html`<span class="faint">not asked</span>` : [answer(row.answers['teacher'] ?? null), mark(teacher, names.isRate)]}
    </td>
    <td class="text" data-name="Student">
      ${answer(row.answers[names.student] ?? null)}${mark(student, names.isRate)}
    </td>
  </tr>`;
}

const answer = (given: string | null): Markup =>
  given === null ? html`<span class="faint">no valid answer</span>` : text(given);

/** Right or wrong by a sign, not by colour alone; where rows have degrees, by their points. */
const mark = (score: number, isRate: boolean): Markup =>
  isRate
    ? html` <span class="sign ${score === 1 ? 'right' : 'wrong'}">${score === 1 ? '✓' : '✗'}</span>`
    : html` <span class="points">${points(score)}</span>`;

const inputText = (input: TaskInput): Markup =>
  typeof input === 'string'
    ? text(input)
    : html`${Object.entries(input).map(([field, value]) => html`<div><span class="faint">${field}:</span> ${text(value)}</div>`)}`;

function text(whole: string): Markup {
  const signs = Array.from(whole);
  if (signs.length <= TEXT) return html`<bdi>${whole}</bdi>`;
  return html`<bdi>${signs.slice(0, TEXT).join('')}…</bdi>
    <span class="faint">(${count(signs.length)} characters)</span>`;
}
