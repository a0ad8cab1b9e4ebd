import { existsSync, readFileSync } from 'node:fs';

/** The last `lines` lines of a log file, indented, for an error message; says so where it is empty. */
export function logTail(file: string, lines = 20): string {
  const text = existsSync(file) ? readFileSync(file, 'utf8').trimEnd() : '';
  if (text === '') return `  (${file} is empty)`;
  const last = text.split('\n').slice(-lines);
  return last.map((line) => `  ${line}`).join('\n');
}
