import type { Score, Who } from '../../contracts/report.ts';
import { codeNote } from './code-note.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, count, figure, milliseconds, points, range, signedPoints, size } from './numbers.ts';
import { decidingMetric, metricName, originName, type PageFacts, weightOf, whoName } from './page-facts.ts';
import { measureOf } from '../metrics/measures.ts';
import { pValue } from '../verdict/points.ts';

/** Who scored what, by the metric that decides and then by the others, each with its interval; and student against the others. */
export function scoresSection(facts: PageFacts): Markup {
  const { report } = facts;
  const metric = decidingMetric(report);
  const deciding = report.scores.filter((score) => score.metric === metric);
  return html`<section>
    <h2>Scores</h2>
    <p>
      ${capital(metricName(metric))} decides. All numbers are points of 100, on the same ${count(deciding[0]?.n ?? 0)}
      ${originName(deciding[0]?.on ?? 'gold')} test rows; bars are 95&nbsp;% intervals.
      ${report.ships.reason === '' ? NOTHING : html`Which file ships: ${report.ships.reason}.`}
    </p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Who</th>
            <th class="number">${capital(metricName(metric))}</th>
            <th class="number">95&nbsp;% interval</th>
            <th class="bar"><span>0</span><span>50</span><span>100</span></th>
            <th class="number">Rows</th>
            <th class="number">Size</th>
            <th class="number">Median</th>
          </tr>
        </thead>
        <tbody>
          ${deciding.map((score) => decidingRow(score, facts))}
        </tbody>
      </table>
    </div>
    ${otherMetrics(facts, metric)} ${closenessNote(facts)} ${codeNote(facts)} ${comparisons(facts)}
    <p class="small">
      Latency is for one row at a time on ${report.machine.processor}, ${count(report.machine.threads)}
      ${report.machine.threads === 1 ? 'thread' : 'threads'}.
    </p>
  </section>`;
}

function decidingRow(score: Score, facts: PageFacts): Markup {
  const weight = weightOf(score.who, facts.report.files);
  return html`<tr class="${groupOf(score.who)}">
    <th scope="row">${whoName(score.who, facts)}</th>
    <td class="number strong">${points(score.value)}</td>
    <td class="number">${range(points(score.low), points(score.high))}</td>
    <td class="bar">${intervalBar(score)}</td>
    <td class="number">${count(score.n)}</td>
    <td class="number">${weight === null ? '' : size(weight.bytes)}</td>
    <td class="number">${weight === null ? '' : milliseconds(weight.p50Ms)}</td>
  </tr>`;
}

/** Decides the colour; the words beside it say the same. */
export const groupOf = (who: Who): 'student' | 'teacher' | 'baseline' =>
  who.startsWith('student') ? 'student' : who.startsWith('teacher') ? 'teacher' : 'baseline';

/** Where a value 0..1 stands in the bar. */
const x = (share: number): string => at(4 + 152 * Math.min(1, Math.max(0, share)));

function intervalBar({ low, high, value, who }: Score): Markup {
  const mark =
    groupOf(who) === 'student'
      ? html`<circle cx="${x(value)}" cy="9" r="4" />`
      : html`<rect x="${at(Number(x(value)) - 3.5)}" y="5.5" width="7" height="7" />`;
  return html`<svg class="mark ${groupOf(who)}" viewBox="0 0 160 18" width="160" height="18" aria-hidden="true">
    <path class="grid" d="M4 0V18M80 0V18M156 0V18" />
    <path class="whisker" d="M${x(low)} 9H${x(high)}M${x(low)} 5V13M${x(high)} 5V13" />
    ${mark}
  </svg>`;
}

function otherMetrics(facts: PageFacts, deciding: string): Markup {
  const { scores } = facts.report;
  const metrics = [...new Set(scores.map(({ metric }) => metric))].filter((metric) => metric !== deciding);
  if (metrics.length === 0) return NOTHING;
  const whos = [...new Set(scores.map(({ who }) => who))];
  const cell = (who: Who, metric: string): Markup => {
    const score = scores.find((one) => one.who === who && one.metric === metric);
    if (score === undefined) return html`<td></td>`;
    return html`<td class="number">
      ${figure(metric, score.value)}
      <span class="faint">${range(figure(metric, score.low), figure(metric, score.high))}</span>
    </td>`;
  };
  return html`<h3>By other metrics</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Who</th>
            ${metrics.map((metric) => html`<th class="number">${capital(metricName(metric))}${measureOf(metric)?.unit === 'steps' ? ', steps' : ''}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${whos.map(
            (who) =>
              html`<tr>
                <th scope="row">${whoName(who, facts)}</th>
                ${metrics.map((metric) => cell(who, metric))}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** Closeness in steps of the scale, for readers who think in them. */
function closenessNote({ report }: PageFacts): Markup {
  const steps = (report.task.labels?.length ?? 0) - 1;
  const name = report.task.metric === 'closeness' ? decidingMetric(report) : 'closeness';
  const scored = report.scores.find(({ metric, who }) => metric === name && who === `student-${report.ships.file}`);
  if (scored === undefined || steps < 1) return NOTHING;
  return html`<p class="small">
    Closeness is 100 where an answer is the step expected and 0 at the other end of the scale: the student is
    ${((1 - scored.value) * steps).toFixed(2)} steps off on average (mean absolute error).
  </p>`;
}

function comparisons(facts: PageFacts): Markup {
  const { comparisons: list, gate } = facts.report;
  if (list.length === 0) return NOTHING;
  const rows = list.map(
    ({ student, other, metric, difference, low, high, mcnemarP, holmP }) =>
      html`<tr>
        <th scope="row">${whoName(student, facts)} − ${whoName(other, facts)}</th>
        <td>${metricName(metric)}</td>
        <td class="number strong">${signedPoints(difference)}</td>
        <td class="number">${range(signedPoints(low), signedPoints(high))}</td>
        <td class="number">${mcnemarP === null ? '' : pValue(mcnemarP)}</td>
        <td class="number">${holmP === undefined ? '' : pValue(holmP)}</td>
      </tr>`,
  );
  return html`<h3>Student against the others, row by row</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Difference</th>
            <th>Metric</th>
            <th class="number">Points</th>
            <th class="number">95&nbsp;% interval</th>
            <th class="number">McNemar</th>
            <th class="number">By Holm</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
    <p class="small">
      ${gateText(gate)} p is against no difference at all; by Holm it is corrected for all rows of this table.
    </p>`;
}

function gateText({ margin, lowerLimit, opening, openingsAllowed, rowsToSettle }: PageFacts['report']['gate']): string {
  const limit =
    lowerLimit === null
      ? 'Without gold rows there is no limit to compare with it.'
      : `The one-sided lower limit of student − teacher is ${signedPoints(lowerLimit)}.`;
  const counted =
    opening === null
      ? ''
      : ` This is opening ${opening} of a test that may decide ${openingsAllowed === 1 ? 'once' : `${openingsAllowed} times`}.`;
  const settle = rowsToSettle === null ? '' : ` About ${count(rowsToSettle)} test rows would settle it.`;
  return `The student may be at most ${points(margin)} points worse than the teacher. ${limit}${counted}${settle}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
