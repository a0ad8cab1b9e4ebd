import type { SpentSoFar } from '../../contracts/budget.ts';
import { type Axis, axis } from './axis.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { at, count, dollars } from './numbers.ts';

const WIDTH = 720;
const HEIGHT = 292;
const LEFT = 64;
const RIGHT = 700;
const TOP = 30;
const BOTTOM = 240;
/** Width of a sign; names without room are left out, for the table has them all. */
const SIGN = 8;

interface Span {
  readonly stage: string;
  readonly from: SpentSoFar;
  readonly to: SpentSoFar;
}

/**
 * Dollars paid in all against the time since the build began, tokens where there is no price; a mark where a stage's last
 * answers came in. Nothing where there are fewer than two points, or nothing was paid.
 */
export function costPlot(spent: readonly SpentSoFar[]): Markup {
  const last = spent.at(-1);
  if (last === undefined || spent.length < 2 || last.tokens === 0) return NOTHING;
  const isPriced = last.usd > 0;
  const amountOf = ({ usd, tokens }: SpentSoFar): number => (isPriced ? usd : tokens);
  const time = timeUnit(last.seconds);
  const x = axis([0, Math.max(last.seconds / time.seconds, 1e-3)], [LEFT, RIGHT], 8);
  const y = axis([0, amountOf(last)], [BOTTOM, TOP], 5);
  const place = (point: SpentSoFar) => ({ x: x.place(point.seconds / time.seconds), y: y.place(amountOf(point)) });
  // In steps: what a piece cost is known when it comes back, and nothing is paid while a student trains.
  const line = spent.map((point) => `H${at(place(point).x)}V${at(place(point).y)}`).join('');
  return html`<div class="plot">
    <svg
      viewBox="0 0 ${WIDTH} ${HEIGHT}"
      role="img"
      aria-label="${isPriced ? 'Dollars' : 'Tokens'} paid in all against time: ${told(last, isPriced)} after ${(last.seconds / time.seconds).toFixed(1)} ${time.name}"
    >
      ${axes(x, y, { across: `${time.name} since the build began`, up: isPriced ? 'dollars in all' : 'tokens in all' })}
      <g class="mark student">
        <path class="curve" d="M${at(x.place(0))} ${at(y.place(0))}${line}" />
        ${ends(spans(spent), place, isPriced)}
      </g>
    </svg>
  </div>`;
}

const told = (point: SpentSoFar, isPriced: boolean): string =>
  isPriced ? dollars(point.usd) : `${count(point.tokens)} tokens`;

function timeUnit(seconds: number): { readonly name: string; readonly seconds: number } {
  if (seconds < 120) return { name: 'seconds', seconds: 1 };
  return seconds < 3 * 3600 ? { name: 'minutes', seconds: 60 } : { name: 'hours', seconds: 3600 };
}

/** Runs of points of one stage; a stage that comes again is another run. */
function spans(spent: readonly SpentSoFar[]): readonly Span[] {
  const found: Span[] = [];
  for (const point of spent) {
    const open = found.at(-1);
    if (open?.stage === point.stage) found[found.length - 1] = { ...open, to: point };
    else found.push({ stage: point.stage, from: point, to: point });
  }
  return found;
}

function ends(
  runs: readonly Span[],
  place: (point: SpentSoFar) => { readonly x: number; readonly y: number },
  isPriced: boolean,
): Markup {
  let free = Number.POSITIVE_INFINITY;
  // From the last on: the end of the build has its name in any case.
  const named = runs.toReversed().map(({ stage, to }) => {
    const { x, y } = place(to);
    const width = SIGN * stage.length;
    const hasRoom = x <= free && x - width >= LEFT;
    if (hasRoom) free = x - width;
    return html`<circle cx="${at(x)}" cy="${at(y)}" r="4"><title>${stage}: ${told(to, isPriced)} in all</title></circle>
      ${hasRoom ? html`<text x="${at(x)}" y="${at(y - 10)}" text-anchor="end">${stage}</text>` : NOTHING}`;
  });
  return html`${named}`;
}

const axes = (x: Axis, y: Axis, titles: { readonly across: string; readonly up: string }): Markup =>
  html`<g class="axis">
    ${y.ticks.map(
      (tick) =>
        html`<path class="grid" d="M${LEFT} ${at(y.place(tick))}H${RIGHT}" />
          <text x="${LEFT - 8}" y="${at(y.place(tick) + 4)}" text-anchor="end"
            >${tick >= 10_000 ? count(tick) : y.label(tick)}</text
          >`,
    )}
    ${x.ticks.map((tick) => html`<text x="${at(x.place(tick))}" y="${BOTTOM + 18}" text-anchor="middle">${x.label(tick)}</text>`)}
    <path class="line" d="M${LEFT} ${TOP}V${BOTTOM}H${RIGHT}" />
    <text class="title" x="${(LEFT + RIGHT) / 2}" y="${BOTTOM + 42}" text-anchor="middle">${titles.across}</text>
    <text class="title" transform="translate(13 ${(TOP + BOTTOM) / 2}) rotate(-90)" text-anchor="middle"
      >${titles.up}</text
    >
  </g>`;
