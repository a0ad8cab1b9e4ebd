import type { RoundReport } from '../../contracts/round.ts';
import { type Axis, axis } from './axis.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, count, points } from './numbers.ts';

const WIDTH = 720;
const HEIGHT = 272;
const LEFT = 64;
const RIGHT = 690;
const TOP = 20;
const BOTTOM = 220;

/** Score on the same validation rows against training rows, a point a round with its standard error; nothing for one round. */
export function learningPlot(rounds: readonly RoundReport[], metric: string): Markup {
  if (rounds.length < 2) return NOTHING;
  const rows = rounds.map(({ trainRows }) => trainRows);
  const x = axis([0, Math.max(...rows)], [LEFT, RIGHT], 8);
  const y = axis(
    [
      100 * Math.max(0, Math.min(...rounds.map(({ score, standardError }) => score - standardError))),
      100 * Math.min(1, Math.max(...rounds.map(({ score, standardError }) => score + standardError))),
    ],
    [BOTTOM, TOP],
    5,
  );
  const line = rounds.map(
    ({ trainRows, score }, index) => `${index === 0 ? 'M' : 'L'}${at(x.place(trainRows))} ${at(y.place(100 * score))}`,
  );
  const told = rounds.map(
    ({ round, trainRows, score }) => `round ${round}, ${count(trainRows)} rows: ${points(score)}`,
  );
  return html`<div class="plot">
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="Score on validation rows against training rows. ${told.join('; ')}"
    >
      ${axes(x, y, metric)}
      <g class="mark student">
        <path class="curve" d="${line.join('')}" />
        ${rounds.map((round) => mark(round, x, y))}
      </g>
    </svg>
  </div>`;
}

function mark({ round, trainRows, score, standardError }: RoundReport, x: Axis, y: Axis): Markup {
  const across = x.place(trainRows);
  const place = (value: number): string => at(y.place(100 * Math.min(1, Math.max(0, value))));
  const [low, high] = [place(score - standardError), place(score + standardError)];
  return html`<g>
    <path
      class="whisker"
      d="M${at(across)} ${low}V${high}M${at(across - 5)} ${low}H${at(across + 5)}M${at(across - 5)} ${high}H${at(across + 5)}"
    />
    <circle cx="${at(across)}" cy="${place(score)}" r="5" />
    <text x="${at(across - 10)}" y="${at(Number(place(score)) - 8)}" text-anchor="end">round ${round}</text>
  </g>`;
}

const axes = (x: Axis, y: Axis, metric: string): Markup =>
  html`<g class="axis">
    ${y.ticks.map(
      (tick) =>
        html`<path class="grid" d="M${LEFT} ${at(y.place(tick))}H${RIGHT}" />
          <text x="${LEFT - 8}" y="${at(y.place(tick) + 4)}" text-anchor="end">${y.label(tick)}</text>`,
    )}
    ${x.ticks.map((tick) => html`<text x="${at(x.place(tick))}" y="${BOTTOM + 18}" text-anchor="middle">${count(tick)}</text>`)}
    <path class="line" d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}" />
    <text class="title" x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 42}" text-anchor="middle">training rows</text>
    <text class="title" transform="translate(13 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle"
      >${metric}, points</text
    >
  </g>`;
