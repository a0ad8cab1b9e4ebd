import type { GoldRow } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { rowId } from '../dataset/row-id.ts';
import { createRandom } from '../statistics/random.ts';
import { FEASIBILITY_ROWS, GOLD_ROWS } from './limits.ts';

/** Rows on which the teacher is tried: the user's demonstrations, then other gold rows; with the task as it is without the row. */
export function feasibilityRows(
  spec: TaskSpec,
  gold: readonly GoldRow[],
): readonly { readonly row: GoldRow; readonly spec: TaskSpec }[] {
  const shown = new Set(spec.demonstrations.map((row) => rowId(row.input)));
  const own = spec.demonstrations.slice(0, spec.demonstrations.length - (spec.importedDemonstrations ?? 0));
  const rows = [...own, ...gold.filter((row) => !shown.has(rowId(row.input)))];
  return rows.slice(0, FEASIBILITY_ROWS).map((row) => ({ row, spec: without(spec, row) }));
}

const without = (spec: TaskSpec, row: GoldRow): TaskSpec => ({
  ...spec,
  demonstrations: spec.demonstrations.filter((other) => rowId(other.input) !== rowId(row.input)),
});

/** Gold rows to compare labelling on: none of those that prompts show, drawn by the seed. */
export function comparedGold(spec: TaskSpec, gold: readonly GoldRow[], seed: number): readonly GoldRow[] {
  const shown = new Set(spec.demonstrations.map((row) => rowId(row.input)));
  const rest = gold.filter((row) => !shown.has(rowId(row.input)));
  return createRandom(`${seed}/pilot/gold`).shuffle(rest).slice(0, GOLD_ROWS);
}
