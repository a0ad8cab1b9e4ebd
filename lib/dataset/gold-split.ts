import { createHash } from 'node:crypto';
import type { GoldRow } from '../../contracts/example.ts';
import { rowId } from './row-id.ts';

/** From so many gold rows on, half of them are held out: with fewer, five right of five still means anything from 0.57 to 1. */
const MIN_ROWS_TO_SPLIT = 40;

/**
 * Gold rows that may be shown and trained on, and gold rows held out for the test: half by the hash of the input, where
 * there are at least 40 and the user gave no test; else none. Which half a row falls in depends on its input alone, so
 * that adding a row moves no other.
 */
export function splitGold(examples: readonly GoldRow[]): {
  readonly shown: readonly GoldRow[];
  readonly heldOut: readonly GoldRow[];
} {
  if (examples.length < MIN_ROWS_TO_SPLIT) return { shown: examples, heldOut: [] };
  return { shown: examples.filter((row) => !isHeldOut(row)), heldOut: examples.filter(isHeldOut) };
}

function isHeldOut(row: GoldRow): boolean {
  const [byte = 0] = createHash('sha256')
    .update(`held-out ${rowId(row.input)}`)
    .digest();
  return byte % 2 === 0;
}
