import type { Example, GoldRow } from '../../contracts/example.ts';
import { rowId } from './row-id.ts';

/** A row of the user's as an example: vouched for, so nobody voted on it. */
export function goldExample(row: GoldRow): Example {
  const id = rowId(row.input);
  return { id, input: row.input, output: row.output, origin: 'gold', votes: [], agreement: 1, group: id };
}
