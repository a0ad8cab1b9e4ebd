import { createHash } from 'node:crypto';

/**
 * Which value of each list call number `call` takes, so that over the calls every pair of values from two lists is used
 * as evenly as can be. The first list takes turns; each further one takes the value that has met the values chosen before
 * least often, which the calls before decide: so the calls from 0 on are walked once, and kept.
 *
 * An irrational rotation (Roberts' R-sequence) was tried first: over 100 calls of lists of 7, 14, 4, 6 and 3 values, some
 * of the 98 pairs of the longest two came nine times and some never; here each comes once or twice.
 */
export function balancedCombination(sizes: readonly number[], seed: string, call: number): readonly number[] {
  const name = JSON.stringify([sizes, seed]);
  const walk = walks.get(name) ?? beginWalk(sizes, seed);
  if (!walks.has(name) && walks.size >= WALKS) walks.clear();
  walks.set(name, walk);
  while (walk.taken.length <= call) step(walk);
  return walk.taken[call] ?? [];
}

/** A task has two, training and test: enough for many builds side by side. */
const WALKS = 64;
const walks = new Map<string, Walk>();

interface Walk {
  readonly sizes: readonly number[];
  /** Where each list begins, so that another seed gives other combinations. */
  readonly shifts: readonly number[];
  readonly taken: (readonly number[])[];
  /** How often each value was used, by list; and each pair, by the two lists and values. */
  readonly uses: Map<string, number>;
}

const beginWalk = (sizes: readonly number[], seed: string): Walk => ({
  sizes,
  shifts: sizes.map((size, list) => createHash('sha256').update(`${seed}/${list}`).digest().readUInt32BE(0) % size),
  taken: [],
  uses: new Map(),
});

/** How much a value's own count weighs beside the pairs it makes: enough to settle ties. */
const OWN_WEIGHT = 0.5;

function step({ sizes, shifts, taken, uses }: Walk): void {
  const call = taken.length;
  const chosen: number[] = [];
  for (const [list, size] of sizes.entries()) {
    const order = Array.from({ length: size }, (_, at) => (at + call + (shifts[list] ?? 0)) % size);
    const cost = (value: number): number =>
      chosen.reduce(
        (sum, other, earlier) => sum + (sizes[earlier] ?? 1) * used(uses, pair(earlier, other, list, value)),
        OWN_WEIGHT * Math.max(1, list) * used(uses, own(list, value)),
      );
    chosen.push(cheapest(list === 0 ? order.slice(0, 1) : order, cost));
  }
  for (const [list, value] of chosen.entries()) {
    count(uses, own(list, value));
    for (let earlier = 0; earlier < list; earlier++) count(uses, pair(earlier, chosen[earlier] ?? 0, list, value));
  }
  taken.push(chosen);
}

/** The first of the values that cost least. */
function cheapest(values: readonly number[], cost: (value: number) => number): number {
  const costs = values.map(cost);
  return values[costs.indexOf(Math.min(...costs))] ?? 0;
}

const own = (list: number, value: number): string => `${list}:${value}`;
const pair = (one: number, value: number, other: number, otherValue: number): string =>
  `${one}:${value}/${other}:${otherValue}`;
const used = (uses: ReadonlyMap<string, number>, key: string): number => uses.get(key) ?? 0;
const count = (uses: Map<string, number>, key: string): void => void uses.set(key, used(uses, key) + 1);
