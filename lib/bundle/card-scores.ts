import type { Report } from '../../contracts/report.ts';
import { plain, table } from './markdown.ts';

/** The numbers of a report as tables: scores with their intervals, then the files with size and speed. */
export function scoreTables({ scores, files, ships, machine, task }: Report): string {
  const scoreRows = scores.map((score) => [
    score.who === `student-${ships.file}` ? `**${plain(score.who)}** (ships)` : plain(score.who),
    plain(score.on),
    score.metric === task.metric ? `**${plain(score.metric)}**` : plain(score.metric),
    score.value.toFixed(3),
    `${score.low.toFixed(3)} to ${score.high.toFixed(3)}`,
    String(score.n),
  ]);
  const fileRows = files.map(({ path, bytes, p50Ms }) => [plain(path), (bytes / 1e6).toFixed(1), p50Ms.toFixed(1)]);
  return [
    table(['who', 'test rows', 'metric', 'score', '95 % interval', 'rows'], scoreRows),
    `Which file ships: ${plain(ships.reason)}`,
    table(['file', 'MB', 'median ms'], fileRows),
    `Milliseconds are for one row at a time on ${plain(machine.processor)} with ${count(machine.threads, 'thread')}.`,
  ].join('\n\n');
}

const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
