import type { Slice, Slices, SliceScore } from '../../contracts/slices.ts';
import { inputValues } from '../task-input/input-values.ts';
import { pValue } from '../verdict/points.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, count, plural, points, range } from './numbers.ts';
import { decidingMetric, metricName, type PageFacts, shippedStudent, whoName } from './page-facts.ts';

const TITLES: Readonly<Record<Slice['by'], string>> = {
  label: 'By expected label',
  length: 'By length of the input',
  script: 'By script of the input',
  language: 'By likely language of the input',
  cluster: 'By likeness of the inputs, with the words that tell each group',
  origin: 'By origin of the row',
};

/** How the student that ships and the teacher fare on parts of the test; nothing where no part has rows enough. */
export function slicesSection(facts: PageFacts): Markup {
  const { report } = facts;
  const { slices: found } = report;
  if (found === undefined || found.slices.length === 0) return NOTHING;
  const metric = found.metric === report.task.metric ? decidingMetric(report) : found.metric;
  const names = { student: whoName(shippedStudent(report), facts), teacher: whoName('teacher', facts) };
  return html`<section>
    <h2>Parts of the test</h2>
    <p>${summary(found)}</p>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Part</th>
            <th class="number">Rows</th>
            <th class="number">${names.student}</th>
            <th class="number">95&nbsp;% interval</th>
            <th class="bar"><span>0</span><span>50</span><span>100</span></th>
            <th class="number">${names.teacher}</th>
            <th class="number">Against the rest</th>
          </tr>
        </thead>
        ${[...new Set(found.slices.map(({ by }) => by))].map((by) => group(by, found.slices, facts))}
      </table>
    </div>
    <p class="small">
      Points of ${metricName(metric)}, averaged over rows. ● student, □ teacher; bars are the student’s 95&nbsp;%
      intervals. p is one-sided, against the student being no worse here than on all other rows, and corrected by Holm
      for all parts; below 0.05 a part is called
      weak.${left(found)}${found.noClusters === undefined ? '' : ` ${found.noClusters}`}
    </p>
  </section>`;
}

function summary({ slices }: Slices): string {
  const weak = slices.filter((slice) => slice.weak);
  if (weak.length === 0)
    return `On none of ${plural(slices.length, 'part')} is the student worse than on the rest by more than chance.`;
  const list = weak.map(({ name, rows }) => `${name} (${plural(rows, 'row')})`).join('; ');
  return `The student is weak on ${count(weak.length)} of ${plural(slices.length, 'part')}: ${list}.`;
}

const left = ({ small, leastRows }: Slices): string =>
  small === 0
    ? ''
    : ` ${plural(small, 'part')} of fewer than ${leastRows} rows ${small === 1 ? 'is' : 'are'} left out: so few are no finding.`;

const group = (by: Slice['by'], slices: readonly Slice[], facts: PageFacts): Markup =>
  html`<tbody>
    <tr class="group">
      <th colspan="7" scope="rowgroup">${TITLES[by]}</th>
    </tr>
    ${slices.filter((slice) => slice.by === by).map((slice) => sliceRow(slice, facts))}
  </tbody>`;

function sliceRow({ name, rows, example, student, teacher, holmP, weak }: Slice, facts: PageFacts): Markup {
  return html`<tr class="${weak ? 'weak' : 'even'}">
    <th scope="row"><bdi>${name}</bdi>${exampleOf(example, facts)}</th>
    <td class="number">${count(rows)}</td>
    <td class="number strong">${points(student.value)}</td>
    <td class="number">${range(points(student.low), points(student.high))}</td>
    <td class="bar">${bar(student, teacher)}</td>
    <td class="number">${teacher === null ? '–' : points(teacher.value)}</td>
    <td class="number">${weak ? html`<span class="sign wrong">weak</span>, ${pValue(holmP)}` : pValue(holmP)}</td>
  </tr>`;
}

/** Of a longer input, the beginning. */
const EXAMPLE_CHARS = 90;

/** The beginning of the row that is most like the others of its group; nothing where the rows are not at hand. */
function exampleOf(id: string | undefined, { predictions }: PageFacts): Markup {
  const row = id === undefined ? undefined : predictions?.find((one) => one.id === id);
  if (row === undefined) return NOTHING;
  const signs = Array.from(inputValues(row.input, null).replaceAll(/\s+/gu, ' ').trim());
  const shown = signs.length > EXAMPLE_CHARS ? `${signs.slice(0, EXAMPLE_CHARS).join('')}…` : signs.join('');
  return html`<div class="small">such as “<bdi>${shown}</bdi>”</div>`;
}

/** Where a value 0..1 stands in the bar. */
const x = (share: number): string => at(4 + 152 * Math.min(1, Math.max(0, share)));

function bar(student: SliceScore, teacher: SliceScore | null): Markup {
  const { low, value, high } = student;
  const square =
    teacher === null ? NOTHING : html`<rect x="${at(Number(x(teacher.value)) - 3.5)}" y="5.5" width="7" height="7" />`;
  return html`<svg viewBox="0 0 160 18" width="160" height="18" aria-hidden="true">
    <path class="grid" d="M4 0V18M80 0V18M156 0V18" />
    <g class="mark teacher hollow">${square}</g>
    <g class="mark student">
      <path class="whisker" d="M${x(low)} 9H${x(high)}M${x(low)} 5V13M${x(high)} 5V13" />
      <circle cx="${x(value)}" cy="9" r="4" />
    </g>
  </svg>`;
}
