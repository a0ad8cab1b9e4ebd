import type { Report } from '../../contracts/report.ts';

export interface Predicted {
  readonly output: string;
  readonly logits: readonly number[] | null;
}

/** How often one file answers otherwise than another, row by row, and how far its logits are off at the most. */
export function exportChange(
  names: { readonly from: string; readonly to: string; readonly on: string },
  from: readonly Predicted[],
  to: readonly Predicted[],
): Report['exportChanges'][number] {
  let changed = 0;
  let largest: number | null = null;
  for (const [row, one] of from.entries()) {
    const other = to[row];
    if (other === undefined)
      throw new RangeError(`${from.length} answers of ${names.from} against ${to.length} of ${names.to}`);
    if (one.output !== other.output) changed += 1;
    for (const [index, logit] of (one.logits ?? []).entries()) {
      largest = Math.max(largest ?? 0, Math.abs(logit - (other.logits?.[index] ?? Number.NaN)));
    }
  }
  return {
    ...names,
    rows: from.length,
    changedAnswers: from.length === 0 ? 0 : changed / from.length,
    maxLogitDifference: largest,
  };
}
