import type { TaskInput } from '../../contracts/example.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import { isOutputFree } from './free-output.ts';
import { identifyingValues } from './identifying-values.ts';
import { createNearIndex, isNear } from './near-duplicates.ts';
import { comparableText, normaliseText } from './normalise.ts';
import { shingleSets } from './shingles.ts';

interface Row {
  readonly id: string;
  readonly input: TaskInput;
  readonly output: string;
}

/**
 * Name of each row's group: the lowest id of the rows it hangs together with, whatever their order.
 *
 * Rows hang together that share an identifying field's value or nearly so, and near duplicates: of the input, and of
 * the output too where it is free (`isOutputFree`). Chains count: a row near
 * a second that is near a third is in one group with both.
 */
export function groupRows(rows: readonly Row[], kind: TaskKind): string[] {
  const sets = createDisjointSets(rows.length);
  joinEqual(
    rows.map((row) => [row.id]),
    sets,
  );
  joinSharedValues(rows, sets);
  joinNearRows(rows, kind, sets);
  const lowest = new Map<number, string>();
  for (const [row, { id }] of rows.entries()) {
    const known = lowest.get(sets.find(row));
    if (known === undefined || id < known) lowest.set(sets.find(row), id);
  }
  return rows.map(({ id }, row) => lowest.get(sets.find(row)) ?? id);
}

/** Joins rows that have a key in common; gives back the first row of each key. */
function joinEqual(keys: readonly (readonly string[])[], sets: DisjointSets): ReadonlyMap<string, number> {
  const firstWith = new Map<string, number>();
  for (const [row, ofRow] of keys.entries()) {
    for (const key of ofRow) {
      const first = firstWith.get(key);
      if (first === undefined) firstWith.set(key, row);
      else sets.join(first, row);
    }
  }
  return firstWith;
}

function joinSharedValues(rows: readonly Row[], sets: DisjointSets): void {
  const firstWith = joinEqual(identifyingValues(rows.map((row) => row.input)), sets);
  // Each value is compared once, however many rows hold it.
  joinNear(shingleSets([...firstWith.keys()]), [...firstWith.values()], sets, () => true);
}

function joinNearRows(rows: readonly Row[], kind: TaskKind, sets: DisjointSets): void {
  const texts = rows.map((row) => ({
    input: comparableText(row.input),
    output: isOutputFree(kind) ? normaliseText(row.output) : '',
  }));
  // Equal rows are joined first and compared once, or many copies of one text would cost their square.
  const firstWith = joinEqual(
    texts.map(({ input, output }) => [JSON.stringify([input, output])]),
    sets,
  );
  const distinct = [...firstWith.values()];
  const inputs = shingleSets(distinct.map((row) => texts[row]?.input ?? ''));
  const outputs = shingleSets(distinct.map((row) => texts[row]?.output ?? ''));
  const none = new Int32Array(0);
  const agrees = (one: number, other: number): boolean =>
    !isOutputFree(kind) || isNear(outputs[one] ?? none, outputs[other] ?? none);
  joinNear(inputs, distinct, sets, agrees);
}

function joinNear(
  shingles: readonly Int32Array[],
  rowOf: readonly number[],
  sets: DisjointSets,
  agrees: (one: number, other: number) => boolean,
): void {
  const index = createNearIndex();
  for (const [item, set] of shingles.entries()) {
    const row = rowOf[item] ?? item;
    // Rows of one group need no comparison.
    const joined = (other: number): boolean => sets.find(rowOf[other] ?? other) === sets.find(row);
    for (const other of index.near(set, joined)) if (agrees(item, other)) sets.join(row, rowOf[other] ?? other);
    index.add(set);
  }
}

interface DisjointSets {
  readonly find: (item: number) => number;
  readonly join: (one: number, other: number) => void;
}

/** Union-find with path halving. */
function createDisjointSets(size: number): DisjointSets {
  const parents = Int32Array.from({ length: size }, (_, item) => item);
  const find = (item: number): number => {
    let at = item;
    for (let parent = parents[at] ?? at; parent !== at; parent = parents[at] ?? at) {
      parents[at] = parents[parent] ?? parent;
      at = parents[at] ?? at;
    }
    return at;
  };
  return {
    find,
    join: (one, other) => {
      const [low, high] = [Math.min(find(one), find(other)), Math.max(find(one), find(other))];
      parents[high] = low;
    },
  };
}
