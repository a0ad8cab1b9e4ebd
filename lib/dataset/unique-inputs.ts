import type { TaskInput } from '../../contracts/example.ts';
import { normalisedInput } from './normalise.ts';

/** Rows whose input, once normalised, stands neither in an earlier row nor in `known`; order kept, the first of equals stays. */
export function uniqueInputs<Row extends { readonly input: TaskInput }>(
  rows: readonly Row[],
  known: readonly { readonly input: TaskInput }[],
): { readonly kept: readonly Row[]; readonly duplicates: number } {
  const seen = new Set(known.map(({ input }) => normalisedInput(input)));
  const kept = rows.filter(({ input }) => {
    const key = normalisedInput(input);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
  return { kept, duplicates: rows.length - kept.length };
}
