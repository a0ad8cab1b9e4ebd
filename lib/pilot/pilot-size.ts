import { FEW } from '../generation/shown-demonstrations.ts';
import { CALLS_PER_ARM, FEASIBILITY_ROWS, GOLD_ROWS, GOLD_TO_COMPARE, LABELS_PER_ARM } from './limits.ts';
import { isWorthComparing } from './planned-calls.ts';

/** Most calls of a pilot beside those that generation makes too; `bareLabels` show few demonstrations or none. `goldRows` are those that are not test. */
export function pilotSize(task: {
  readonly rowsWanted: number;
  readonly votes: number;
  readonly demonstrations: number;
  readonly goldRows: number;
}): { readonly writes: number; readonly labels: number; readonly bareLabels: number } {
  const { rowsWanted, votes, demonstrations, goldRows } = task;
  const numbers = demonstrations === 0 ? 0 : demonstrations > FEW ? 2 : 1;
  const others = isWorthComparing(rowsWanted, votes) ? 2 + numbers : 0;
  const compared = goldRows >= GOLD_TO_COMPARE && demonstrations > 0 ? GOLD_ROWS : 0;
  const tried = Math.min(FEASIBILITY_ROWS, Math.max(goldRows, demonstrations));
  const labels = others * LABELS_PER_ARM + compared + tried;
  return { writes: others * CALLS_PER_ARM, labels, bareLabels: numbers * compared };
}
