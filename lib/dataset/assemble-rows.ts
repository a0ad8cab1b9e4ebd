import type { Example } from '../../contracts/example.ts';
import type { Attributes } from '../../contracts/plan.ts';
import { type DataReport, dataReport, type RowsTask } from './data-report.ts';
import { decontaminate } from './decontaminate.ts';
import { groupRows } from './groups.ts';
import { splitRows } from './split.ts';
import { uniqueInputs } from './unique-inputs.ts';

/**
 * Training and validation rows from all rows that may train: each input once (the first stays, so gold rows come first),
 * nothing that touches a test row, no group on both sides. Deterministic for a seed. `shown`: ids of rows that the teacher is
 * shown, which train.
 */
export function assembleRows(
  rows: readonly Example[],
  test: readonly Example[],
  task: RowsTask,
  seed: number,
  attributes: Attributes | null = null,
  shown: readonly string[] = [],
): { readonly train: readonly Example[]; readonly validation: readonly Example[]; readonly report: DataReport } {
  const { kind, constraints } = task;
  const { kept: unique, duplicates } = uniqueInputs(rows, []);
  const { kept, counts: leaksRemoved } = decontaminate(unique, test, kind);
  const groups = groupRows(kept, kind);
  const grouped = kept.map((row, index) => ({ ...row, group: groups[index] ?? row.id }));
  const { train, validation } = splitRows(
    grouped,
    kind === 'labels' && !constraints.several ? 'outputs' : 'none',
    seed,
    new Set(shown),
  );
  return {
    train,
    validation,
    report: dataReport({ task, train, validation, test, duplicates, leaksRemoved, attributes }),
  };
}
