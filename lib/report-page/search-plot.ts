import type { ComparedStudent, StudentSearch } from '../../contracts/student-search.ts';
import { candidateTitle } from '../student/candidate-title.ts';
import { type Axis, axis } from './axis.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, milliseconds, size } from './numbers.ts';
import { metricName } from './page-facts.ts';

const WIDTH = 720;
const HEIGHT = 300;
const TOP = 24;
const BOTTOM = 246;
const PANEL = 290;
const LEFTS = { latency: 56, size: 400 } as const;
/** Beyond the outermost marks, in powers of ten. */
const MARGIN = 0.25;

/** Score against latency and against size, both in powers of ten; nobody above and left of the line is beaten at both. */
export function searchPlot({ students, metric }: StudentSearch): Markup {
  if (students.length < 2) return NOTHING;
  const highs = students.map(({ score, standardError }) => 100 * Math.min(1, score + standardError));
  const lows = students.map(({ score, standardError }) => 100 * Math.max(0, score - standardError));
  const y = axis([Math.min(...lows), Math.max(...highs)], [BOTTOM, TOP], 5);
  const panels = [
    { left: LEFTS.latency, title: 'median latency, ms', of: ({ p50Ms }: ComparedStudent) => p50Ms },
    { left: LEFTS.size, title: 'size, MB', of: ({ bytes }: ComparedStudent) => bytes / 1e6 },
  ];
  return html`<div class="plot">
      <svg
        viewBox="0 0 ${WIDTH} ${HEIGHT}"
        role="img"
        aria-label="Score on validation against latency and against size"
      >
        ${panels.map((panel, index) => drawn(panel, { students, y, labels: index === 0 ? metricName(metric) : null }))}
      </svg>
    </div>
    <p class="small">
      Bars are one standard error either way. The dotted line joins those that nobody cheaper beats; it is no line where
      one student is both the best and the cheapest.
    </p>`;
}

interface Panel {
  readonly left: number;
  readonly title: string;
  readonly of: (student: ComparedStudent) => number;
}

function drawn(
  { left, title, of }: Panel,
  facts: { readonly students: readonly ComparedStudent[]; readonly y: Axis; readonly labels: string | null },
): Markup {
  const { students, y, labels } = facts;
  const x = powers(students.map(of), left);
  const marks = students.map((student) => ({ student, x: x.place(of(student)), y: y.place(100 * student.score) }));
  return html`<g class="axis">
      ${y.ticks.map((tick) => html`<path class="grid" d="M${left} ${at(y.place(tick))}H${left + PANEL}" />`)}
      ${x.ticks.map((tick) => html`<text x="${at(x.place(tick))}" y="${BOTTOM + 18}" text-anchor="middle">${tick}</text>`)}
      <path class="line" d="M${left} ${TOP}V${BOTTOM}H${left + PANEL}" />
      <text class="title" x="${at(left + PANEL / 2)}" y="${BOTTOM + 42}" text-anchor="middle">${title}</text>
      ${labels === null ? NOTHING : leftLabels(y, labels)}
    </g>
    <path class="frontier" d="${frontier(marks)}" />
    ${marks.map((mark) => dot(mark, y, left))}`;
}

const leftLabels = (y: Axis, title: string): Markup =>
  html`${y.ticks.map((tick) => html`<text x="${LEFTS.latency - 8}" y="${at(y.place(tick) + 4)}" text-anchor="end">${y.label(tick)}</text>`)}
    <text class="title" transform="translate(13 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle"
      >${title}, points</text
    >`;

/** An axis in powers of ten, marked at 1, 3, 10, 30 and so on. */
function powers(values: readonly number[], left: number): Pick<Axis, 'place'> & { readonly ticks: readonly number[] } {
  const logs = values.map((value) => Math.log10(Math.max(value, 1e-3)));
  const [low, high] = [Math.min(...logs) - MARGIN, Math.max(...logs) + MARGIN];
  const place = (value: number) => left + ((Math.log10(Math.max(value, 1e-3)) - low) / (high - low)) * PANEL;
  const ticks = Array.from({ length: 16 }, (_, index) => index - 7)
    .flatMap((power) => [10 ** power, 3 * 10 ** power])
    .map((tick) => Number(tick.toPrecision(1)))
    .filter((tick) => Math.log10(tick) >= low && Math.log10(tick) <= high);
  return { place, ticks };
}

interface Mark {
  readonly student: ComparedStudent;
  readonly x: number;
  readonly y: number;
}

/** From left to right, only where the score rises: who lies below has a cheaper one that is better. */
function frontier(marks: readonly Mark[]): string {
  let best = Number.POSITIVE_INFINITY;
  const rising = marks
    .toSorted((one, other) => one.x - other.x || one.y - other.y)
    .filter(({ y }) => {
      const better = y < best;
      best = Math.min(best, y);
      return better;
    });
  return rising.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('');
}

function dot({ student, x, y }: Mark, axisY: Axis, left: number): Markup {
  const { score, standardError, chosen, p50Ms, bytes } = student;
  const [low, high] = [score - standardError, score + standardError].map((value) =>
    axisY.place(100 * Math.min(1, Math.max(0, value))),
  );
  const end = x > left + PANEL / 2;
  return html`<g class="mark ${chosen ? 'student' : 'baseline'}">
    <title>${candidateTitle(student)}: ${score.toFixed(3)}, ${milliseconds(p50Ms)}, ${size(bytes)}</title>
    <path class="whisker" d="M${at(x)} ${at(low ?? y)}V${at(high ?? y)}" />
    <circle cx="${at(x)}" cy="${at(y)}" r="5" />
    <text x="${at(x + (end ? -9 : 9))}" y="${at(y - 8)}" text-anchor="${end ? 'end' : 'start'}"
      >${shortTitle(student)}</text
    >
  </g>`;
}

const shortTitle = ({ family, pruned, trimmed }: ComparedStudent): string =>
  [family, ...(pruned === undefined ? [] : ['pruned']), ...(trimmed === undefined ? [] : ['trimmed'])].join(', ');
