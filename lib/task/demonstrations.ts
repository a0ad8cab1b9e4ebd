import type { GoldRow } from '../../contracts/example.ts';
import type { TaskKind } from '../../contracts/task-file.ts';
import { itemsOf } from '../metrics/micro-f1.ts';

/** More demonstrations than this make every label dearer and the labels hardly better. */
const MOST = 8;
/** Stands for the list without a label, which is worth showing too. */
const NO_LABEL = '';
/** One of each label, up to this many. */
const MOST_WITH_LABELS = 16;

/** As many demonstrations as a task should have: eight, or one of each label. `labels`: how many; 0 where outputs are text. */
export const enoughDemonstrations = (labels: number): number => Math.max(MOST, Math.min(MOST_WITH_LABELS, labels));

/** The gold rows that the teacher is shown: the first of every label, then the first ones, in the order they were given. */
export function chooseDemonstrations(rows: readonly GoldRow[], kind: TaskKind): readonly GoldRow[] {
  if (kind !== 'labels') return rows.slice(0, MOST);
  const seen = new Set<string>();
  const showsNew = (row: GoldRow): boolean => {
    const labels = itemsOf(row.output);
    const shown = labels.size === 0 ? [NO_LABEL] : [...labels];
    const isNew = shown.some((label) => !seen.has(label));
    for (const label of shown) seen.add(label);
    return isNew;
  };
  const firsts = new Set(rows.filter(showsNew).slice(0, MOST_WITH_LABELS));
  const more = rows.filter((row) => !firsts.has(row)).slice(0, Math.max(0, MOST - firsts.size));
  const chosen = new Set([...firsts, ...more]);
  return rows.filter((row) => chosen.has(row));
}
