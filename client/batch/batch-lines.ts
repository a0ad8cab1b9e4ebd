import type { BatchCounts, BatchRow } from '../../contracts/batch.ts';
import { costText } from '../terminal/build-lines.ts';
import { dollars, duration } from '../terminal/numbers.ts';
import type { Palette } from '../terminal/palette.ts';
import { tableLines } from '../terminal/table.ts';
import type { BatchView } from './read-batch.ts';

/** A message's length in a table of a terminal. */
const NOTE_CHARS = 70;

/** The whole table of a batch under a line that sums it up. */
export function batchLines(view: BatchView, palette: Palette): string[] {
  const { batchId, state, rows, cost } = view;
  const [head = '', ...body] = tableLines(
    [
      { title: '', side: 'right' },
      { title: 'task' },
      { title: 'state' },
      { title: 'time', side: 'right' },
      { title: 'paid', side: 'right' },
      { title: 'verdict' },
      { title: 'score', side: 'right' },
      { title: 'build' },
    ],
    rows.map((row) => [
      String(row.index + 1),
      row.name,
      row.joined ? `${row.state}, joined` : row.state,
      row.seconds === null ? '' : duration(row.seconds),
      row.cost === null ? '' : dollars(row.cost.usd),
      row.verdict ?? '',
      row.score === null ? '' : row.score.toFixed(3),
      row.failure === null ? (row.buildId ?? '') : failureText(row.failure),
    ]),
  );
  return [
    `${palette.strong(batchId)}  ${tint(state, palette)(state)}`,
    ...(rows.length === 0 ? [] : [palette.faint(head)]),
    ...body.map((line, at) => tint(rows[at]?.state ?? 'running', palette)(line)),
    `${countsText(view.counts)}${cost === null ? '' : `; paid: ${costText(cost)}`}`,
  ];
}

/** `3 done, 1 failed, 4 running, 12 waiting` */
export function countsText(counts: BatchCounts | null): string {
  if (counts === null) return 'submitted; no worker tells yet how far it is';
  const parts = (['done', 'failed', 'cancelled', 'running', 'waiting'] as const).flatMap((state) =>
    counts[state] === 0 ? [] : [`${counts[state]} ${state}`],
  );
  return parts.join(', ');
}

/** What became of one task, in a line. */
export function rowText({ name, state, seconds, cost, verdict, failure, joined }: BatchRow): string {
  if (state === 'running') return `${name} ${joined ? 'is being built already, waiting for its end' : 'begins'}`;
  const took = seconds === null ? '' : ` in ${duration(seconds)}`;
  const paid = cost === null ? '' : `, ${dollars(cost.usd)}`;
  return `${name} ${state}${took}${paid}${failure === null ? `: ${verdict ?? ''}` : `: ${failureText(failure)}`}`;
}

function failureText({ kind, message }: NonNullable<BatchRow['failure']>): string {
  const text = `${kind}: ${message.replace(/\s+/g, ' ')}`;
  return text.length <= NOTE_CHARS ? text : `${text.slice(0, NOTE_CHARS - 1)}…`;
}

function tint(state: BatchRow['state'], palette: Palette): (text: string) => string {
  const tints = { running: palette.busy, done: palette.good, failed: palette.bad, cancelled: palette.warning };
  return tints[state];
}
