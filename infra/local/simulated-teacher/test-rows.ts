import type { TextRow } from './text-row.ts';
import { goldDate } from './date-normalization/gold.ts';
import { createDice, type Dice } from './dice.ts';
import { goldMessage } from './support-triage/gold.ts';

/** Rows of each test file: as many as the examples promise. */
const ROWS = 200;

/** Part of what the committed files derive from; another one gives other rows. */
const SEED = 20;

const WRITERS = {
  'support-triage': goldMessage,
  'date-normalization': goldDate,
} as const satisfies Record<string, (dice: Dice) => TextRow>;

export type ExampleName = keyof typeof WRITERS;
export const EXAMPLE_NAMES = ['support-triage', 'date-normalization'] as const satisfies readonly ExampleName[];

/** Test rows of an example task: distinct inputs from templates that the simulated teacher never writes with. */
export function testRows(example: ExampleName): readonly TextRow[] {
  const rows = new Map<string, TextRow>();
  for (let number = 0; rows.size < ROWS; number++) {
    const row = WRITERS[example](createDice(SEED, example, number));
    rows.set(row.input.toLowerCase(), row);
  }
  return [...rows.values()];
}
