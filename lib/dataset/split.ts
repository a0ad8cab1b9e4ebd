import { createRandom } from '../statistics/random.ts';

/**
 * A fifth validates: families of students are told apart by it. With 87 rows of 1,000 the standard error of their difference
 * was 6 points, so that almost any student passes for as good as the best.
 */
const SHARE = 0.2;
/** Of 500 rows that error is 2 to 3 points: more would be missed in training. */
const MAX_ROWS = 500;
/** Groups are not cut, so the aim may be missed; more than a third never validates. */
const LIMIT_SHARE = 1 / 3;

interface Row {
  readonly id: string;
  readonly group: string;
  readonly output: string;
}

export interface Split<Part> {
  readonly train: readonly Part[];
  readonly validation: readonly Part[];
}

/** What keeps its share on both sides: each output, where it is one label; of lists and texts hardly two are alike. */
export type Strata = 'outputs' | 'none';

/**
 * Training and validation rows; no group stands on both sides, and labels (`strata`) keep their shares. Order kept.
 *
 * Aimed at is a fifth, at most 500 rows: 249 rows give 49, 9 rows 1, and fewer than 5 none. Groups come in an order drawn from the seed; one is taken where that brings the labels, all together,
 * closer to their quotas. A label's last row stays in training, and so do a group that holds a row of `shown` (ids of rows
 * that the teacher is shown) and one too large for either limit: one group that holds nearly all rows leaves validation
 * with few or none. The same rows and seed give the same split, in whatever
 * order the rows come.
 */
export function splitRows<Part extends Row>(
  rows: readonly Part[],
  strata: Strata,
  seed: string | number,
  shown: ReadonlySet<string> = new Set(),
): Split<Part> {
  const labelOf = (row: Row): string => (strata === 'outputs' ? row.output : '');
  const missing = quotas(countBy(rows, labelOf), validationRows(rows.length));
  let room = Math.min(MAX_ROWS, Math.floor(LIMIT_SHARE * rows.length));
  const chosen = new Set<string>();
  for (const [group, members] of createRandom(`${seed}/split`).shuffle(groupsOf(rows))) {
    const counts = countBy(members, labelOf);
    if (members.length > room || members.some(({ id }) => shown.has(id)) || !bringsCloser(counts, missing)) continue;
    chosen.add(group);
    room -= members.length;
    for (const [label, count] of counts) missing.set(label, (missing.get(label) ?? 0) - count);
  }
  return {
    train: rows.filter((row) => !chosen.has(row.group)),
    validation: rows.filter((row) => chosen.has(row.group)),
  };
}

/** Groups and their rows, by name: the draw must not depend on the order of the rows. */
function groupsOf<Part extends Row>(rows: readonly Part[]): [string, Part[]][] {
  const groups = new Map<string, Part[]>();
  for (const row of rows) {
    const members = groups.get(row.group);
    if (members === undefined) groups.set(row.group, [row]);
    else members.push(row);
  }
  return [...groups].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

const validationRows = (rows: number): number => Math.min(MAX_ROWS, Math.floor(SHARE * rows));

function countBy(rows: readonly Row[], labelOf: (row: Row) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(labelOf(row), (counts.get(labelOf(row)) ?? 0) + 1);
  return counts;
}

/** Whole rows of each label that add up to the target; what rounding down leaves goes to the largest remainders. */
function quotas(counts: ReadonlyMap<string, number>, target: number): Map<string, number> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const exact = [...counts].map(([label, count]) => ({ label, count, share: (target * count) / Math.max(1, total) }));
  const left = target - exact.reduce((sum, { share }) => sum + Math.floor(share), 0);
  const byRemainder = exact.toSorted(
    (one, other) => (other.share % 1) - (one.share % 1) || (one.label < other.label ? -1 : 1),
  );
  return new Map(
    byRemainder.map(({ label, count, share }, place) => [
      label,
      Math.min(count - 1, Math.floor(share) + (place < left ? 1 : 0)),
    ]),
  );
}

/** Whether taking a group leaves the labels, all together, closer to their quotas (sum of squares). */
function bringsCloser(group: ReadonlyMap<string, number>, missing: ReadonlyMap<string, number>): boolean {
  let gain = 0;
  for (const [label, count] of group) {
    const lack = missing.get(label) ?? 0;
    gain += lack * lack - (lack - count) * (lack - count);
  }
  return gain > 0;
}
