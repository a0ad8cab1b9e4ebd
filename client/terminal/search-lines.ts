import type { Pruning, StudentSearch } from '../../contracts/student-search.ts';
import { candidateTitle } from '../../lib/student/candidate-title.ts';
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
    const { family, pruned, file, score, standardError, behind, bytes, p50Ms, seconds, chosen, exceeds } = student;
    return [
      `${candidateTitle(student)}, ${file}`,
      `${score.toFixed(3)} ± ${standardError.toFixed(3)}`,
      behind === null ? '' : `${behind.difference.toFixed(3)} ± ${behind.standardError.toFixed(3)}`,
      size(bytes),
      milliseconds(p50Ms),
      count(trials.filter((trial) => trial.family === family && !differ(trial.pruned, pruned)).length),
      duration(seconds),
      chosen ? 'chosen' : (exceeds ?? ''),
    ];
  });
  const [head = '', ...body] = tableLines(columns, lines);
  return [palette.faint(`the search: ${reason}`), palette.faint(head), ...body];
}

/** Settings of two prunings, none being one, too. */
const differ = (one: Pruning | undefined, other: Pruning | undefined): boolean =>
  JSON.stringify(one) !== JSON.stringify(other);
