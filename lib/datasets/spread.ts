import type { Wanted } from './table.ts';

/** Keeps the wanted ones of a stream of unknown length. */
export interface Spread<Item> {
  readonly offer: (item: () => Item) => void;
  readonly kept: () => readonly Item[];
  /** Items offered. */
  readonly total: () => number;
}

/**
 * The first ones, or, for `everywhere`, evenly spaced ones: between half as many as wanted and as many. Whenever more are
 * held, every second one goes and the stride doubles, so that memory is bounded and the choice is the same each time.
 */
export function createSpread<Item>({ rows, from }: Wanted): Spread<Item> {
  let kept: Item[] = [];
  let stride = 1;
  let total = 0;
  return {
    offer: (item) => {
      const at = total;
      total += 1;
      if (from === 'start') {
        if (kept.length < rows) kept.push(item());
        return;
      }
      if (at % stride !== 0) return;
      kept.push(item());
      if (kept.length <= rows) return;
      kept = kept.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    kept: () => kept,
    total: () => total,
  };
}
