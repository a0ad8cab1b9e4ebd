import type { Focus, Region } from '../../contracts/round.ts';

/** A validation row: where it lies, and how good the student's answer was, 0..1. */
export interface PlacedRow {
  /** Its label, or all of them where it has several; none for texts. */
  readonly labels: readonly string[];
  /** What it was written about; null where it was not written for a topic. */
  readonly topic: string | null;
  readonly score: number;
}

/**
 * Share of a round's inputs that goes where the errors are; the rest is spread evenly, or training would forget what it
 * had learned, and a region without a validation row would never be asked for.
 */
export const FOCUSED = 0.7;

/**
 * Where a student is weak: errors by label and by topic. A region's share of the next inputs grows with its errors, not
 * with its error rate, so that a rare region with one wrong row does not take all.
 */
export function weakRegions(
  rows: readonly PlacedRow[],
  names: { readonly labels: readonly string[]; readonly topics: readonly string[] },
): Focus {
  return {
    version: 1,
    labels: regions(names.labels, rows, ({ labels }) => labels),
    topics: regions(names.topics, rows, ({ topic }) => (topic === null ? [] : [topic])),
  };
}

function regions(
  names: readonly string[],
  rows: readonly PlacedRow[],
  placesOf: (row: PlacedRow) => readonly string[],
): Region[] {
  const counted = names.map((name) => {
    const within = rows.filter((row) => placesOf(row).includes(name));
    return { name, rows: within.length, errors: within.reduce((sum, { score }) => sum + 1 - score, 0) };
  });
  const errors = counted.reduce((sum, region) => sum + region.errors, 0);
  const focused = errors > 0 ? FOCUSED : 0;
  return counted.map((region) => ({
    ...region,
    share: (errors > 0 ? (focused * region.errors) / errors : 0) + (1 - focused) / names.length,
  }));
}

/** Named to people: more would be read by nobody. */
const MOST_NAMED = 3;

/** Clusters, labels, then topics, with errors: the most first. */
export const weakestNames = ({ clusters = [], labels, topics }: Focus): string[] => [
  ...worst(clusters),
  ...worst(labels),
  ...worst(topics),
];

const worst = (list: readonly Region[]): readonly string[] =>
  list
    .filter(({ errors }) => errors > 0)
    .toSorted((one, other) => other.errors - one.errors)
    .slice(0, MOST_NAMED)
    .map(({ name, errors, rows }) => `${name} (${Math.round(10 * errors) / 10} of ${rows} wrong)`);
