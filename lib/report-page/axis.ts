/** Maps values to places of a drawing, and back to the round values that an axis shows. */
export interface Axis {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
  /** A tick as text, with as many decimals as tell it from the next. */
  readonly label: (tick: number) => string;
}

/** A linear axis over round values that hold `low` and `high`; about `wanted` ticks. */
export function axis(values: readonly [number, number], places: readonly [number, number], wanted: number): Axis {
  const step = roundStep((values[1] - values[0]) / wanted);
  const first = Math.floor(values[0] / step + EDGE);
  const last = Math.max(first + 1, Math.ceil(values[1] / step - EDGE));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + EDGE));
  const [from, to] = places;
  return {
    place: (value) => from + ((value - first * step) / ((last - first) * step)) * (to - from),
    ticks,
    label: (tick) => tick.toFixed(decimals),
  };
}

/** A sum of floats may miss a tick by a hair. */
const EDGE = 1e-9;

/** 1, 2 or 5 times a power of ten, at least `least`. */
function roundStep(least: number): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((one) => one * power >= least * (1 - EDGE)) ?? 10;
  return factor * power;
}
