import type { Score, Who } from '../../contracts/report.ts';
import { metricTitle } from '../metrics/metric.ts';
import { points } from './points.ts';
import { WHO_TITLES } from './who-title.ts';

/** Values nearer than half a point are a draw: metrics cannot disagree about that. */
const DRAW = 0.005;

/** One sentence for each opponent of the student whom one metric puts ahead of it and another behind; none where all agree. */
export function metricDisagreements(scores: readonly Score[], student: Who): string[] {
  const own = scores.filter(({ who }) => who === student);
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
    if (ahead.length === 0 || behind.length === 0) return [];
    return [
      `Metrics disagree about the student and ${WHO_TITLES[opponent]}: the student is ahead by ${list(ahead)}, behind by ${list(behind)}.`,
    ];
  });
}

const list = (pairs: readonly { readonly metric: string; readonly own: number; readonly other: number }[]): string =>
  pairs
    .map(({ metric, own, other }) => `${metricTitle(metric)} (${points(own)} against ${points(other)})`)
    .join(' and ');
