import type { ConfidenceReport } from '../../contracts/confidence.ts';
import { countWords } from '../confidence/told-confidence.ts';
import { type Axis, axis } from './axis.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, percent, plural } from './numbers.ts';

const WIDTH = 720;
const HEIGHT = 330;
const TOP = 56;
const BOTTOM = 276;
const PANEL = 290;
const LEFTS = { reliability: 56, coverage: 412 } as const;
/** Radius of a bin's mark: its area goes with the rows. */
const RADII = { least: 2.5, most: 9 } as const;

/** Left: confidence against the share of right answers. Right: that share by coverage, alone and with the teacher behind. */
export const confidencePlot = (confidence: ConfidenceReport): Markup =>
  html`<div class="plot">
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="Reliability of the confidence, and share of right answers by coverage"
    >
      ${reliabilityPanel(confidence)} ${coveragePanel(confidence)}
    </svg>
  </div>`;

const upward = (confidence: ConfidenceReport): string => `${countWords(confidence).answers}, %`;

function reliabilityPanel(confidence: ConfidenceReport): Markup {
  const { bins } = confidence;
  const left = LEFTS.reliability;
  const low = 100 * Math.min(...bins.map(({ from, accuracy }) => Math.min(from, accuracy.low)));
  const x = axis([low, 100], [left, left + PANEL], 5);
  const y = axis([low, 100], [BOTTOM, TOP], 5);
  const first = Math.max(x.ticks[0] ?? 0, y.ticks[0] ?? 0);
  const most = Math.max(...bins.map(({ accuracy }) => accuracy.rows));
  return html`${frame({ left, x, y, across: 'confidence, %', up: upward(confidence) })}
    <g class="axis"
      ><path
        class="line dotted"
        d="M${at(x.place(first))} ${at(y.place(first))}L${at(x.place(100))} ${at(y.place(100))}"
    /></g>
    ${bins.map((bin) => binMark(bin, { x, y, most, word: countWords(confidence).short }))}
    <g class="axis"><text x="${left}" y="18">a mark for each bin; dotted: as confidence says</text></g>`;
}

function binMark(
  { confidence, accuracy }: ConfidenceReport['bins'][number],
  { x, y, most, word }: { readonly x: Axis; readonly y: Axis; readonly most: number; readonly word: string },
): Markup {
  const place = x.place(100 * confidence);
  const radius = Math.max(RADII.least, RADII.most * Math.sqrt(accuracy.rows / most));
  return html`<g class="mark student">
    <title>${percent(confidence)} sure, ${percent(accuracy.value)} ${word}, ${plural(accuracy.rows, 'row')}</title>
    <path class="whisker" d="M${at(place)} ${at(y.place(100 * accuracy.low))}V${at(y.place(100 * accuracy.high))}" />
    <circle cx="${at(place)}" cy="${at(y.place(100 * accuracy.value))}" r="${at(radius)}" />
  </g>`;
}

function coveragePanel(confidence: ConfidenceReport): Markup {
  const { curve, teacher } = confidence;
  const left = LEFTS.coverage;
  const cascade = curve.flatMap((point) => (point.cascade === null ? [] : [{ ...point, accuracy: point.cascade }]));
  // The first few rows alone jump between none and all.
  const shown = curve.filter(({ coverage }) => coverage >= 0.1);
  const values = [...shown, ...cascade].map(({ accuracy }) => 100 * accuracy);
  const x = axis([0, 100], [left, left + PANEL], 5);
  const y = axis([Math.min(...values, 100 * (teacher?.accuracy.value ?? 1)), 100], [BOTTOM, TOP], 5);
  return html`${frame({ left, x, y, across: 'inputs that the student answers, %', up: upward(confidence) })}
    ${teacher === null ? NOTHING : teacherLine(teacher.accuracy.value, left, y)}
    ${cascade.length === 0 ? NOTHING : html`<g class="mark teacher"><path class="curve" d="${path(cascade, x, y)}" /></g>`}
    <g class="mark student"><path class="curve" d="${path(shown, x, y)}" /></g>
    ${legend(left, cascade.length > 0)}`;
}

const teacherLine = (accuracy: number, left: number, y: Axis): Markup =>
  html`<g class="mark teacher"><path class="dashes" d="M${left} ${at(y.place(100 * accuracy))}H${left + PANEL}" /></g>`;

const legend = (left: number, withTeacher: boolean): Markup =>
  html`<g class="legend">
    <g class="mark student"
      ><path class="curve" d="M${left} 14H${left + 24}" /><text x="${left + 30}" y="18"
        >of what the student answers</text
      ></g
    >
    ${
      withTeacher
        ? html`<g class="mark teacher"
            ><path class="curve" d="M${left} 36H${left + 24}" /><text x="${left + 30}" y="40"
              >of all, teacher on the rest</text
            ><path class="dashes" d="M${left + 216} 36H${left + 238}" /><text x="${left + 243}" y="40">teacher</text></g
          >`
        : NOTHING
    }
  </g>`;

interface Frame {
  readonly left: number;
  readonly x: Axis;
  readonly y: Axis;
  readonly across: string;
  readonly up: string;
}

const frame = ({ left, x, y, across, up }: Frame): Markup =>
  html`<g class="axis">
    ${y.ticks.map(
      (tick) =>
        html`<path class="grid" d="M${left} ${at(y.place(tick))}H${left + PANEL}" />
          <text x="${left - 8}" y="${at(y.place(tick) + 4)}" text-anchor="end">${y.label(tick)}</text>`,
    )}
    ${x.ticks.map((tick) => html`<text x="${at(x.place(tick))}" y="${BOTTOM + 18}" text-anchor="middle">${x.label(tick)}</text>`)}
    <path class="line" d="M${left} ${TOP}V${BOTTOM}H${left + PANEL}" />
    <text class="title" x="${at(left + PANEL / 2)}" y="${BOTTOM + 42}" text-anchor="middle">${across}</text>
    <text class="title" transform="translate(${left - 43} ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle"
      >${up}</text
    >
  </g>`;

const path = (points: readonly { readonly coverage: number; readonly accuracy: number }[], x: Axis, y: Axis): string =>
  points
    .map(
      ({ coverage, accuracy }, index) =>
        `${index === 0 ? 'M' : 'L'}${at(x.place(100 * coverage))} ${at(y.place(100 * accuracy))}`,
    )
    .join('');
