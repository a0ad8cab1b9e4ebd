import type { Score, Who } from '../../contracts/report.ts';
import { measureOf } from '../metrics/measures.ts';
import { metricTitle } from '../metrics/metric.ts';
import { points } from './points.ts';
import { WHO_TITLES } from './who-title.ts';

/** Values nearer than half a point are a draw: metrics cannot disagree about that. */
const DRAW = 0.005;

/** A gap to the teacher that is so many times another's, and so much more, is another finding. */
const TIMES_WIDER = 3;
const WIDER = 0.2;

/**
 * One sentence for each opponent of the student whom one metric puts ahead of it and another behind, and for the teacher
 * where all agree on who is ahead, but not on how far; none where they agree. Errors, of which less is better, are left
 * out: they say what another metric says.
 */
export function metricDisagreements(scores: readonly Score[], student: Who): string[] {
  const own = scores.filter(({ who, metric }) => who === student && measureOf(metric)?.better !== 'lower');
  const opponents = new Set(scores.map(({ who }) => who).filter((who) => !who.startsWith('student')));
  return [...opponents].flatMap((opponent) => {
    const pairs = own.flatMap((score) => {
      const other = scores.find(
        ({ who, metric, on }) => who === opponent && metric === score.metric && on === score.on,
      );
      return other === undefined ? [] : [{ metric: score.metric, own: score.value, other: other.value }];
    });
    const ahead = pairs.filter((pair) => pair.own > pair.other + DRAW);
    const behind = pairs.filter((pair) => pair.own < pair.other - DRAW);
    if (ahead.length === 0 || behind.length === 0) return opponent === 'teacher' ? howFar(pairs) : [];
    return [
      `Metrics disagree about the student and ${WHO_TITLES[opponent]}: the student is ahead by ${list(ahead)}, behind by ${list(behind)}.`,
    ];
  });
}

interface Pair {
  readonly metric: string;
  readonly own: number;
  readonly other: number;
}

function howFar(pairs: readonly Pair[]): string[] {
  const gap = ({ own, other }: Pair): number => Math.abs(own - other);
  const sorted = pairs.toSorted((one, two) => gap(two) - gap(one));
  const [widest, narrowest] = [sorted.at(0), sorted.at(-1)];
  if (widest === undefined || narrowest === undefined) return [];
  if (gap(widest) < TIMES_WIDER * gap(narrowest) || gap(widest) - gap(narrowest) < WIDER) return [];
  const side = widest.own > widest.other ? 'ahead of' : 'behind';
  const told = (pair: Pair): string => `${points(gap(pair))} points by ${list([pair])}`;
  return [
    `Metrics disagree on how far the student is ${side} ${WHO_TITLES.teacher}: ${told(widest)}, ${told(narrowest)}.`,
  ];
}

const list = (pairs: readonly Pair[]): string =>
  pairs
    .map(({ metric, own, other }) => `${metricTitle(metric)} (${points(own)} against ${points(other)})`)
    .join(' and ');
