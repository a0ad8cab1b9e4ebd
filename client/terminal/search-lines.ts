import type { StudentSearch } from '../../contracts/student-search.ts';
import { count, duration, milliseconds, size } from './numbers.ts';
import type { Palette } from './palette.ts';
import { tableLines } from './table.ts';

/** How the student was found: every candidate on the validation rows, the chosen one marked. */
export function searchLines({ students, trials, reason }: StudentSearch, palette: Palette): string[] {
  const columns = [
    { title: 'student' },
    ...['on validation', 'behind', 'size', 'p50', 'trials', 'trained'].map((title) => ({
      title,
      side: 'right' as const,
    })),
    { title: '' },
  ];
  const lines = students.map((student) => {
    const { family, base, file, score, standardError, behind, bytes, p50Ms, seconds, chosen, exceeds } = student;
    return [
      `${family}${base === null ? '' : ` from ${base}`}, ${file}`,
      `${score.toFixed(3)} ± ${standardError.toFixed(3)}`,
      behind === null ? '' : `${behind.difference.toFixed(3)} ± ${behind.standardError.toFixed(3)}`,
      size(bytes),
      milliseconds(p50Ms),
      count(trials.filter((trial) => trial.family === family).length),
      duration(seconds),
      chosen ? 'chosen' : (exceeds ?? ''),
    ];
  });
  const [head = '', ...body] = tableLines(columns, lines);
  return [palette.faint(`the search: ${reason}`), palette.faint(head), ...body];
}
