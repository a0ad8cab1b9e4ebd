import type { Example, GoldRow } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { decontaminate } from '../dataset/decontaminate.ts';
import { isNear } from '../dataset/near-duplicates.ts';
import { comparableText } from '../dataset/normalise.ts';
import { shingleSets } from '../dataset/shingles.ts';
import { sha256Of } from '../store/canonical-json.ts';
import { enoughDemonstrations } from '../task/demonstrations.ts';

/**
 * UTF-8 bytes of imported demonstrations as JSON: of one, and of all together. They go with every call, so they are about
 * 500 tokens of English at the most: eight messages of support, or two passages with a question.
 */
export const IMPORTED_BYTES = { each: 1_000, all: 2_000 } as const;

/**
 * The task with imported rows as demonstrations, after the user's own, where those are fewer than eight (or one of each
 * label): the outputs that are shown least come first, then the order of hashes drawn from the seed, so that a row more
 * or less moves few others. None touches a test row, none is nearly the same as another that is shown.
 *
 * @param rows imported rows that train
 * @param test all rows that may be the test, whoever wrote them
 */
export function withImportedDemonstrations(
  spec: TaskSpec,
  rows: readonly Example[],
  test: readonly Example[],
  seed: number,
): TaskSpec {
  const room = enoughDemonstrations(spec.labels?.length ?? 0) - spec.demonstrations.length;
  const candidates = room <= 0 ? [] : inDrawnOrder(decontaminate(rows, test, spec.kind).kept, seed);
  const chosen = choose(spec.demonstrations, candidates, room);
  if (chosen.length === 0) return spec;
  return {
    ...spec,
    demonstrations: [...spec.demonstrations, ...chosen],
    importedDemonstrations: chosen.length,
  };
}

const inDrawnOrder = (rows: readonly Example[], seed: number): readonly GoldRow[] =>
  rows
    .map(({ id, input, output }) => ({ row: { input, output }, place: sha256Of(`${seed} demonstration ${id}`) }))
    .filter(({ row }) => bytesOf(row) <= IMPORTED_BYTES.each)
    .toSorted((one, other) => (one.place < other.place ? -1 : 1))
    .map(({ row }) => row);

function choose(own: readonly GoldRow[], candidates: readonly GoldRow[], room: number): readonly GoldRow[] {
  const sets = shingleSets([...own, ...candidates].map((row) => comparableText(row.input)));
  const shown = sets.slice(0, own.length);
  const uses = new Map<string, number>();
  const show = (output: string) => uses.set(output, (uses.get(output) ?? 0) + 1);
  for (const { output } of own) show(output);
  let left: { readonly row: GoldRow; readonly set: Int32Array }[] = candidates.map((row, at) => ({
    row,
    set: sets[own.length + at] ?? new Int32Array(0),
  }));
  const chosen: GoldRow[] = [];
  let bytes: number = IMPORTED_BYTES.all;
  while (chosen.length < room) {
    left = left.filter(({ row, set }) => bytesOf(row) <= bytes && !shown.some((other) => isNear(set, other)));
    const least = Math.min(...left.map(({ row }) => uses.get(row.output) ?? 0));
    const next = left.find(({ row }) => (uses.get(row.output) ?? 0) === least);
    if (next === undefined) break;
    chosen.push(next.row);
    shown.push(next.set);
    show(next.row.output);
    bytes -= bytesOf(next.row);
  }
  return chosen;
}

const bytesOf = (row: GoldRow): number => Buffer.byteLength(JSON.stringify(row));
