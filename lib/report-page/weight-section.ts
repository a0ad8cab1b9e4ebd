import type { Score } from '../../contracts/report.ts';
import { type Axis, axis } from './axis.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, milliseconds, size } from './numbers.ts';
import { decidingMetric, metricName, type PageFacts, weightOf, whoName } from './page-facts.ts';
import { groupOf } from './scores-section.ts';

interface Weighed {
  readonly score: Score;
  readonly bytes: number;
  readonly p50Ms: number;
}

const WIDTH = 720;
const HEIGHT = 300;
const TOP = 16;
const BOTTOM = 246;
const PANEL = 240;
/** Below the lowest mark there is room for its name. */
const ROOM = 0.06;
/** Left edge of each panel; the names of the lines stand right of the second. */
const LEFTS = { latency: 52, size: 330 } as const;

/** Score against median latency and against bytes, for each file of the student; who has no file is a line across. */
export function weightSection(facts: PageFacts): Markup {
  const { report } = facts;
  const metric = decidingMetric(report);
  const scores = report.scores.filter((score) => score.metric === metric);
  const weighed = scores.flatMap((score): readonly Weighed[] => {
    const weight = weightOf(score.who, report.files);
    return weight === null ? [] : [{ score, ...weight }];
  });
  if (weighed.length === 0) return NOTHING;
  const lines = linesOf(scores);
  const shown = [...weighed.map(({ score }) => score), ...lines];
  const y = axis(
    [
      100 * Math.max(0, Math.min(...shown.map(({ low }) => low)) - ROOM),
      100 * Math.max(...shown.map(({ high }) => high)),
    ],
    [BOTTOM, TOP],
    5,
  );
  const latency = axis([0, most(weighed.map(({ p50Ms }) => p50Ms))], [LEFTS.latency, LEFTS.latency + PANEL], 4);
  const megabytes = axis([0, most(weighed.map(({ bytes }) => bytes / 1e6))], [LEFTS.size, LEFTS.size + PANEL], 4);
  return html`<section>
    <h2>Score, speed and size</h2>
    <div class="plot">
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Score against median latency and against size">
        ${frame(LEFTS.latency, y, latency, 'median latency, ms')}
        ${frame(LEFTS.size, y, megabytes, 'size of the files, MB')} ${leftLabels(y, metricName(metric))}
        ${acrossLines(lines, y, facts)}
        ${weighed.map((one) => dot(one, latency.place(one.p50Ms), y, nameOf(one, facts, milliseconds(one.p50Ms))))}
        ${weighed.map((one) => dot(one, megabytes.place(one.bytes / 1e6), y, nameOf(one, facts, size(one.bytes))))}
      </svg>
    </div>
    <p class="small">
      Dots with bars: the student’s files with their 95&nbsp;% intervals. Dashed: the teacher and the strongest
      baseline, which have no file here.
    </p>
  </section>`;
}

/** So that no mark stands on the edge. */
const most = (values: readonly number[]): number => 1.15 * Math.max(...values);

const nameOf = ({ score }: Weighed, facts: PageFacts, measured: string): string =>
  `${whoName(score.who, facts)}: ${measured}`;

/** The teacher, and the baseline that scores best: more lines would cover each other. */
function linesOf(scores: readonly Score[]): readonly Score[] {
  const teacher = scores.filter(({ who }) => who === 'teacher');
  const baselines = scores.filter(({ who }) => groupOf(who) === 'baseline');
  return [...teacher, ...baselines.toSorted((one, other) => other.value - one.value).slice(0, 1)];
}

function frame(left: number, y: Axis, x: Axis, title: string): Markup {
  const right = left + PANEL;
  return html`<g class="axis">
    ${y.ticks.map((tick) => html`<path class="grid" d="M${left} ${at(y.place(tick))}H${right}" />`)}
    ${x.ticks.map((tick) => html`<text x="${at(x.place(tick))}" y="${BOTTOM + 18}" text-anchor="middle">${x.label(tick)}</text>`)}
    <path class="line" d="M${left} ${TOP}V${BOTTOM}H${right}" />
    <text class="title" x="${at(left + PANEL / 2)}" y="${BOTTOM + 42}" text-anchor="middle">${title}</text>
  </g>`;
}

const leftLabels = (y: Axis, title: string): Markup =>
  html`<g class="axis">
    ${y.ticks.map((tick) => html`<text x="${LEFTS.latency - 8}" y="${at(y.place(tick) + 4)}" text-anchor="end">${y.label(tick)}</text>`)}
    <text class="title" transform="translate(13 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle"
      >${title}, points</text
    >
  </g>`;

/** Names stand at the right end, moved apart where the lines are close. */
function acrossLines(lines: readonly Score[], y: Axis, facts: PageFacts): Markup {
  let above = Number.NEGATIVE_INFINITY;
  const placed = lines
    .map((score) => ({ score, place: y.place(100 * score.value) }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ score, place }) => {
      above = Math.max(place + 4, above + 16);
      return { score, place, text: above };
    });
  return html`${placed.map(
    ({ score, place, text }) =>
      html`<g class="mark ${groupOf(score.who)}">
        ${Object.values(LEFTS).map((left) => html`<path class="dashes" d="M${left} ${at(place)}H${left + PANEL}" />`)}
        <text x="${LEFTS.size + PANEL + 8}" y="${at(text)}">${whoName(score.who, facts)}</text>
      </g>`,
  )}`;
}

/** One name above its mark and one below: the two files are often close together. */
const markName = ({ who }: Score, x: number, low: number, high: number): Markup =>
  who === 'student-int8'
    ? html`<text x="${at(x)}" y="${at(low + 18)}" text-anchor="middle">int8</text>`
    : html`<text x="${at(x)}" y="${at(high - 9)}" text-anchor="middle">fp32</text>`;

function dot({ score }: Weighed, x: number, y: Axis, title: string): Markup {
  const [low, value, high] = [score.low, score.value, score.high].map((share) => y.place(100 * share));
  const mark =
    score.who === 'student-int8'
      ? html`<circle cx="${at(x)}" cy="${at(value ?? 0)}" r="5" />`
      : html`<rect x="${at(x - 5)}" y="${at((value ?? 0) - 5)}" width="10" height="10" />`;
  return html`<g class="mark student">
    <title>${title}</title>
    <path
      class="whisker"
      d="M${at(x)} ${at(low ?? 0)}V${at(high ?? 0)}M${at(x - 5)} ${at(low ?? 0)}H${at(x + 5)}M${at(x - 5)} ${at(high ?? 0)}H${at(x + 5)}"
    />
    ${mark} ${markName(score, x, low ?? 0, high ?? 0)}
  </g>`;
}
