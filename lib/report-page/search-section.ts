import type { ComparedStudent, StudentSearch } from '../../contracts/student-search.ts';
import { candidateTitle } from '../student/candidate-title.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { count, milliseconds, percent, size } from './numbers.ts';
import type { PageFacts } from './page-facts.ts';
import { searchPlot } from './search-plot.ts';

/** How the student was found: every candidate on the validation rows, and every trial. */
export function searchSection({ report }: PageFacts): Markup {
  const { search } = report;
  if (search === undefined) return NOTHING;
  return html`<section>
    <h2>Search for the student</h2>
    <p>
      ${sentence(search.reason)} The test had no say. “Behind” is the distance from the best on the same rows, with its
      standard error.
    </p>
    ${studentTable(search.students)} ${searchPlot(search)} ${trialTable(search)} ${leftOut(search)}
  </section>`;
}

const sentence = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

const studentTable = (students: readonly ComparedStudent[]): Markup =>
  html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th>Student</th>
          <th class="number">On validation</th>
          <th class="number">Behind</th>
          <th class="number">Size</th>
          <th class="number">Median latency</th>
          <th class="number">Trained</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${students.map(studentRow)}
      </tbody>
    </table>
  </div>`;

const studentRow = (student: ComparedStudent): Markup => {
  const { file, score, standardError, behind, bytes, p50Ms, seconds, chosen, exceeds } = student;
  return html`<tr>
    <td>${candidateTitle(student)}, ${file}</td>
    <td class="number">${score.toFixed(3)} ± ${standardError.toFixed(3)}</td>
    <td class="number">
      ${behind === null ? '' : `${behind.difference.toFixed(3)} ± ${behind.standardError.toFixed(3)}`}
    </td>
    <td class="number">${size(bytes)}</td>
    <td class="number">${milliseconds(p50Ms)}</td>
    <td class="number">${duration(seconds)}</td>
    <td>${chosen ? 'chosen' : (exceeds ?? '')}</td>
  </tr>`;
};

const duration = (seconds: number): string =>
  seconds < 90 ? `${Math.round(seconds)}\u00A0s` : `${(seconds / 60).toFixed(1)}\u00A0min`;

/** Nothing where each candidate was trained once: the table of students tells it all. */
function trialTable({ trials, importances }: StudentSearch): Markup {
  if (!trials.some(({ number }) => number > 0)) return NOTHING;
  return html`<h3>Trials</h3>
    <p>
      Every trial starts from the same weights. The one with the lowest loss on validation stands for its family.
      ${importances.map(
        ({ family, settings }) =>
          html`Of the settings of ${family}, the spread of the losses is due to
          ${settings.map(({ setting, share }) => `${setting} ${percent(share)}`).join(', ')}. `,
      )}
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Student</th>
            <th class="number">Trial</th>
            <th>Settings</th>
            <th class="number">Validation loss</th>
            <th class="number">Steps</th>
            <th class="number">Rows a second</th>
            <th>Ended by</th>
          </tr>
        </thead>
        <tbody>
          ${trials.map(trialRow)}
        </tbody>
      </table>
    </div>`;
}

const trialRow = (trial: StudentSearch['trials'][number]): Markup =>
  html`<tr>
    <td>${candidateTitle({ ...trial, base: null })}</td>
    <td class="number">${count(trial.number)}</td>
    <td>${settingsOf(trial.changes)}</td>
    <td class="number">${trial.validationLoss === null ? '' : trial.validationLoss.toFixed(4)}</td>
    <td class="number">${trial.steps === null ? '' : count(trial.steps)}</td>
    <td class="number">${trial.examplesPerSecond === null ? '' : trial.examplesPerSecond.toFixed(1)}</td>
    <td>${trial.failure ?? trial.stoppedBy ?? ''}</td>
  </tr>`;

const settingsOf = (changes: Readonly<Record<string, unknown>>): string => {
  const told = Object.entries(changes).map(([name, value]) => `${name} ${String(value)}`);
  return told.length === 0 ? 'the recipe’s own' : told.join(', ');
};

const leftOut = ({ leftOut: left }: StudentSearch): Markup =>
  left.length === 0
    ? NOTHING
    : html`<p class="small">Not tried: ${left.map(({ what, reason }) => `${what} (${reason})`).join('; ')}.</p>`;
