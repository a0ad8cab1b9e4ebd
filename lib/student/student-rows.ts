import { writeFile } from 'node:fs/promises';
import type { Example } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { inputText } from '../task-input/input-text.ts';
import { voteShares } from './vote-shares.ts';

/** A row as the student sees it: one text in, one text out. */
export interface StudentRow {
  readonly text: string;
  readonly output: string;
  /** Share of the row in the loss, 0..1. */
  readonly weight: number;
  /** How far the votes behind the output agreed, 0..1; 1 for rows that people wrote. */
  readonly agreement: number;
  /** Tasks of one label a row: probability of each label, in their order. All on the label for rows that people wrote. */
  readonly shares?: readonly number[];
}

/**
 * Examples as the student sees them. Every row weighs the same: rows without a majority were filtered before, and what else
 * becomes of the votes is for the training plan to say (`distil`), so that one file serves plans that differ in it.
 */
export const studentRows = (examples: readonly Example[], spec: TaskSpec): readonly StudentRow[] =>
  examples.map((example) => ({
    text: inputText(example.input, spec.fields),
    output: example.output,
    weight: 1,
    agreement: example.agreement,
    ...sharesOf(example, spec),
  }));

function sharesOf({ output, votes }: Example, spec: TaskSpec): Pick<StudentRow, 'shares'> {
  if (spec.labels === null || spec.constraints.several) return {};
  const labels = spec.labels.map(({ name }) => name);
  const certain = () => labels.map((label) => (label === output ? 1 : 0));
  return { shares: votes.length === 0 ? certain() : voteShares(votes, labels) };
}

/** Writes rows as JSON lines and gives the path back. */
export async function writeStudentRows(path: string, rows: readonly StudentRow[]): Promise<string> {
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}
