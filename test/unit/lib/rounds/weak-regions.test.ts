import { describe, expect, it } from 'vitest';
import { weakestNames, weakRegions } from '../../../../lib/rounds/weak-regions.ts';

const row = (label: string | null, score: number, topic: string | null = null) => ({
  labels: label === null ? [] : [label],
  topic,
  score,
});
const shares = (regions: readonly { readonly name: string; readonly share: number }[]) =>
  Object.fromEntries(regions.map(({ name, share }) => [name, Number(share.toFixed(4))]));

describe('weakRegions', () => {
  it('sends most of the inputs to where the errors are, and some everywhere', () => {
    const rows = [row('a', 0), row('a', 0), row('a', 1), row('b', 0), row('b', 1), row('c', 1)];
    const { labels, topics } = weakRegions(rows, { labels: ['a', 'b', 'c'], topics: [] });
    expect(labels.map(({ rows: count, errors }) => [count, errors])).toEqual([
      [3, 2],
      [2, 1],
      [1, 0],
    ]);
    // 0.7 by errors (2 : 1 : 0) and a third of 0.3 each.
    expect(shares(labels)).toEqual({ a: 0.5667, b: 0.3333, c: 0.1 });
    expect(topics).toEqual([]);
  });

  it('spreads evenly where nothing is wrong, and knows labels that no row has', () => {
    const { labels } = weakRegions([row('a', 1)], { labels: ['a', 'b'], topics: [] });
    expect(shares(labels)).toEqual({ a: 0.5, b: 0.5 });
  });

  it('counts by topic what was written for one, and in part what is partly right', () => {
    const rows = [row(null, 0.25, 'rain'), row(null, 0.75, 'wind'), row(null, 0, null)];
    const focus = weakRegions(rows, { labels: [], topics: ['rain', 'wind'] });
    expect(shares(focus.topics)).toEqual({ rain: 0.675, wind: 0.325 });
    expect(weakestNames(focus)).toEqual(['rain (0.8 of 1 wrong)', 'wind (0.3 of 1 wrong)']);
  });

  it('names the worst three of each list, the worst first, and none without errors', () => {
    const labels = ['a', 'b', 'c', 'd', 'e'];
    const rows = labels.flatMap((label, errors) => Array.from({ length: errors }, () => row(label, 0)));
    expect(weakestNames(weakRegions(rows, { labels, topics: [] }))).toEqual([
      'e (4 of 4 wrong)',
      'd (3 of 3 wrong)',
      'c (2 of 2 wrong)',
    ]);
  });
});
