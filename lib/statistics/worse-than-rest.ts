import { fisherLess } from './fisher-exact.ts';
import { rankSumLess } from './rank-sum.ts';

/** Whether the score of a row is 0 or 1, or has degrees. */
export type RowKind = 'right-or-wrong' | 'graded';

/**
 * One-sided p of the hypothesis that the rows at `places` are scored no worse than all others: Fisher's exact test where
 * rows are right or wrong, else the rank-sum test.
 */
export function worseThanRest(places: readonly number[], scores: readonly number[], rows: RowKind): number {
  const inside = new Set(places);
  const own = places.map((place) => scores[place] ?? 0);
  const rest = scores.filter((_, place) => !inside.has(place));
  if (rows === 'graded') return rankSumLess(own, rest);
  return fisherLess({ hits: sumOf(own), rows: own.length }, { hits: sumOf(rest), rows: rest.length });
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
