import { writeFile } from 'node:fs/promises';
import type { Example } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { inputText } from '../task-input/input-text.ts';

/** A row as the student sees it: one text in, one text out. */
export interface StudentRow {
  readonly text: string;
  readonly output: string;
  /** Share of the row in the loss, 0..1. */
  readonly weight: number;
}

/** Examples as the student sees them. Every row weighs the same: rows without a majority were filtered before. */
export const studentRows = (examples: readonly Example[], spec: TaskSpec): readonly StudentRow[] =>
  examples.map((example) => ({ text: inputText(example.input, spec.fields), output: example.output, weight: 1 }));

/** Writes rows as JSON lines and gives the path back. */
export async function writeStudentRows(path: string, rows: readonly StudentRow[]): Promise<string> {
  await writeFile(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return path;
}
