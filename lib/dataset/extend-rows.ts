import type { Example } from '../../contracts/example.ts';
import type { Attributes } from '../../contracts/plan.ts';
import { type DataReport, dataReport, type RowsTask } from './data-report.ts';
import { decontaminate } from './decontaminate.ts';
import { groupRows } from './groups.ts';
import { uniqueInputs } from './unique-inputs.ts';

export interface EarlierRows {
  readonly train: readonly Example[];
  readonly validation: readonly Example[];
  /** What was left out then. */
  readonly report: Pick<DataReport, 'duplicates' | 'leaksRemoved' | 'validationTouched'>;
}

/**
 * The training rows of the round before and those new ones that touch neither a test row nor a validation row. Validation
 * rows stay what they are: rounds are compared on them.
 */
export function extendRows(
  earlier: EarlierRows,
  rows: readonly Example[],
  test: readonly Example[],
  task: RowsTask,
  attributes: Attributes | null,
): { readonly train: readonly Example[]; readonly validation: readonly Example[]; readonly report: DataReport } {
  const { kind } = task;
  const { validation } = earlier;
  const { kept: unique, duplicates } = uniqueInputs(rows, [...earlier.train, ...validation]);
  const { kept: untested, counts } = decontaminate(unique, test, kind);
  const { kept, leaks } = decontaminate(untested, validation, kind);
  const all = [...earlier.train, ...kept];
  const groups = groupRows(all, kind);
  const train = all.map((row, index) => ({ ...row, group: groups[index] ?? row.id }));
  const before = earlier.report;
  const report = dataReport({
    task,
    train,
    validation,
    test,
    duplicates: before.duplicates + duplicates,
    leaksRemoved: {
      'same-input': before.leaksRemoved['same-input'] + counts['same-input'],
      'same-field': before.leaksRemoved['same-field'] + counts['same-field'],
      near: before.leaksRemoved.near + counts.near,
    },
    attributes,
  });
  return { train, validation, report: { ...report, validationTouched: before.validationTouched + leaks.length } };
}
