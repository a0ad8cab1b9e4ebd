import type { WrittenRow } from '../../contracts/example.ts';
import { canonicalOutput } from '../task-output/canonical-output.ts';
import type { OutputForm } from '../task-output/output-form.ts';
import type { PlacedRow, RowsRead } from './gold-rows.ts';

/** Rows with their outputs as all stages have them, and what the others have against them. */
export function canonicalRows(rows: readonly PlacedRow<WrittenRow>[], form: OutputForm): RowsRead {
  const read = rows.map((placed) => canonicalRow(placed, form));
  return { rows: read.flatMap((one) => one.rows), problems: read.flatMap((one) => one.problems) };
}

function canonicalRow({ row, where }: PlacedRow<WrittenRow>, form: OutputForm): RowsRead {
  const texts = typeof row.input === 'string' ? [row.input] : Object.values(row.input);
  if (texts.every((text) => text.trim() === '')) return failed(where, 'the input is empty');
  const checked = canonicalOutput(form, row.input, row.output);
  return 'fault' in checked
    ? failed(where, checked.message)
    : { rows: [{ row: { input: row.input, output: checked.output }, where }], problems: [] };
}

const failed = (where: string, message: string): RowsRead => ({ rows: [], problems: [{ where, message }] });
