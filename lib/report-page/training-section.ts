import { z } from 'zod';
import { type Axis, axis } from './axis.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, count, plural } from './numbers.ts';
import type { PageFacts } from './page-facts.ts';

const Point = z.looseObject({ step: z.number(), loss: z.number() });
type Point = { readonly step: number; readonly loss: number };

/** What the training log tells; a report of another trainer may tell other things, and has no curve then. */
const Training = z.looseObject({
  curve: z.array(Point).min(1),
  validation: z.array(Point),
  steps: z.number(),
  bestStep: z.number(),
  stoppedBy: z.string(),
  trainRows: z.number().nullable(),
  parameters: z.number().nullable(),
  device: z.string().nullable(),
});

const WIDTH = 720;
const LEFT = 52;
const RIGHT = 700;
const TOP = 46;
const BOTTOM = 262;

const STOPPED: Readonly<Record<string, string>> = {
  epochs: 'all epochs were done',
  patience: 'validation no longer improved',
  steps: 'the steps asked for were done',
  minutes: 'the time was up',
  pruned: 'it was behind the other trials',
};

/** Loss of training and validation by step, with the step whose weights were kept. */
export function trainingSection({ report, provenance }: PageFacts): Markup {
  const read = Training.safeParse(report.training);
  if (!read.success) return NOTHING;
  const { curve, validation, steps, bestStep, stoppedBy, trainRows, parameters, device } = read.data;
  const losses = [...curve, ...validation].map(({ loss }) => loss);
  const x = axis([0, steps], [LEFT, RIGHT], 8);
  const [least, most] = [Math.min(...losses), Math.max(...losses)];
  // From zero, but where that would press the curves into the upper half.
  const y = axis([least < most / 2 ? Math.min(0, least) : least, most], [BOTTOM, TOP], 5);
  const base = provenance.base.name === null ? 'random weights' : provenance.base.name;
  return html`<section>
    <h2>Training</h2>
    <p>
      An ${provenance.student.family} student from
      ${base}${parameters === null ? '' : `, ${(parameters / 1e6).toFixed(1)} M parameters`},
      ${trainRows === null ? '' : `${plural(trainRows, 'row')}, `}${plural(steps, 'step')} on
      ${device ?? 'an unknown device'}. Ended because ${STOPPED[stoppedBy] ?? stoppedBy}; the weights of step
      ${count(bestStep)} were kept.
    </p>
    <div class="plot">
      <svg viewBox="0 0 ${WIDTH} 308" role="img" aria-label="Loss of training and validation by step">
        ${axes(x, y)}
        <g class="mark teacher">
          <path class="raw" d="${path(curve, x, y)}" />
          <path class="curve" d="${path(runningMean(curve), x, y)}" />
        </g>
        <g class="mark student">
          <path class="dashes" d="${path(validation, x, y)}" />
          ${validation.map(({ step, loss }) => html`<circle cx="${at(x.place(step))}" cy="${at(y.place(loss))}" r="4" />`)}
        </g>
        ${bestMark(bestStep, x)} ${LEGEND}
      </svg>
    </div>
  </section>`;
}

const axes = (x: Axis, y: Axis): Markup =>
  html`<g class="axis">
    ${y.ticks.map(
      (tick) =>
        html`<path class="grid" d="M${LEFT} ${at(y.place(tick))}H${RIGHT}" />
          <text x="${LEFT - 8}" y="${at(y.place(tick) + 4)}" text-anchor="end">${y.label(tick)}</text>`,
    )}
    ${x.ticks.map((tick) => html`<text x="${at(x.place(tick))}" y="${BOTTOM + 18}" text-anchor="middle">${x.label(tick)}</text>`)}
    <path class="line" d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}" />
    <text class="title" x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 40}" text-anchor="middle">step</text>
    <text class="title" transform="translate(13 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle"
      >loss, nats</text
    >
  </g>`;

/** The step whose weights were kept, above the plot, where no curve is. */
function bestMark(bestStep: number, x: Axis): Markup {
  const place = x.place(bestStep);
  return html`<g class="axis">
    <path class="line dotted" d="M${at(place)} ${TOP}V${BOTTOM}" />
    <text x="${at(Math.min(place, RIGHT - 40))}" y="${TOP - 6}" text-anchor="middle"
      >kept: step ${count(bestStep)}</text
    >
  </g>`;
}

const LEGEND = html`<g class="legend">
  <g class="mark teacher"
    ><path class="curve" d="M56 14H84" /><text x="90" y="18">training (running mean; each step faint)</text></g
  >
  <g class="mark student"
    ><path class="dashes" d="M372 14H400" /><circle cx="386" cy="14" r="4" /><text x="406" y="18">validation</text></g
  >
</g>`;

const path = (points: readonly Point[], x: Axis, y: Axis): string =>
  points.map(({ step, loss }, index) => `${index === 0 ? 'M' : 'L'}${at(x.place(step))} ${at(y.place(loss))}`).join('');

/** Points that are averaged to each side: a twentieth of the curve in all. */
const MEAN_SHARE = 0.025;

function runningMean(points: readonly Point[]): readonly Point[] {
  const reach = Math.ceil(points.length * MEAN_SHARE);
  return points.map(({ step }, index) => {
    // As many before as behind, so that the ends are not pulled inwards.
    const side = Math.min(reach, index, points.length - 1 - index);
    const around = points.slice(index - side, index + side + 1);
    return { step, loss: around.reduce((sum, { loss }) => sum + loss, 0) / around.length };
  });
}
