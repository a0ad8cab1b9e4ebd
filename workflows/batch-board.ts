import type { BatchCounts, BatchProgress, BatchRow, BatchStatus } from '../contracts/batch.ts';
import type { Cost } from '../contracts/report.ts';

export const NO_COST: Cost = { usd: 0, tokens: 0, inputTokens: 0, outputTokens: 0, calls: 0 };

/** Rows in the Web UI's details, and how long their notes may be: that page travels in a URL. */
const SHOWN_ROWS = 15;
const NOTE_CHARS = 80;

/** The rows of one run of a batch, and the counts of all. */
export interface BatchBoard {
  readonly batchId: string;
  readonly set: (row: BatchRow) => void;
  readonly end: (state: BatchStatus['state']) => void;
  readonly status: () => BatchStatus;
  /** The table for the Web UI's current details: what runs, then what failed, then what is done. */
  readonly markdown: () => string;
}

export function createBatchBoard(batchId: string, window: number, progress: BatchProgress): BatchBoard {
  const rows = new Map<number, BatchRow>();
  let state: BatchStatus['state'] = 'running';
  const status = (): BatchStatus => {
    const known = [...rows.values()].toSorted((a, b) => a.index - b.index);
    return {
      batchId,
      state,
      total: progress.total,
      window,
      counts: countsOf(known, progress),
      cost: known.flatMap(({ cost, joined }) => (cost === null || joined ? [] : [cost])).reduce(plus, progress.cost),
      from: progress.finished,
      rows: known,
    };
  };
  return {
    batchId,
    set: (row) => rows.set(row.index, row),
    end: (at) => {
      state = at;
    },
    status,
    markdown: () => markdownOf(status()),
  };
}

function countsOf(rows: readonly BatchRow[], { total, finished, counts }: BatchProgress): BatchCounts {
  const count = (state: BatchRow['state']) => rows.filter((row) => row.state === state).length;
  return {
    waiting: total - finished - rows.length,
    running: count('running'),
    done: counts.done + count('done'),
    failed: counts.failed + count('failed'),
    cancelled: counts.cancelled + count('cancelled'),
  };
}

const plus = (a: Cost, b: Cost): Cost => ({
  usd: a.usd + b.usd,
  tokens: a.tokens + b.tokens,
  inputTokens: a.inputTokens + b.inputTokens,
  outputTokens: a.outputTokens + b.outputTokens,
  calls: a.calls + b.calls,
});

const ORDER = { running: 0, failed: 1, cancelled: 2, done: 3 } as const;

function markdownOf({ batchId, state, total, window, counts, cost, rows }: BatchStatus): string {
  const shown = rows.toSorted((a, b) => ORDER[a.state] - ORDER[b.state] || b.index - a.index).slice(0, SHOWN_ROWS);
  return [
    `Batch \`${batchId}\`: ${state}. ${counts.done} of ${total} done, ${counts.failed} failed, ${counts.cancelled} cancelled, ` +
      `${counts.running} running (${window} at once), ${counts.waiting} waiting. ` +
      `Paid so far: $${cost.usd.toFixed(4)} for ${cost.calls} calls.`,
    '',
    '| task | state | time | cost | what came of it |',
    '|---|---|---|---|---|',
    ...shown.map(
      (row) =>
        `| ${row.index + 1} ${cell(row.name)} | ${row.joined ? `${row.state}, joined` : row.state} ` +
        `| ${row.seconds === null ? '' : `${row.seconds} s`} | ${row.cost === null ? '' : `$${row.cost.usd.toFixed(4)}`} ` +
        `| ${cell(noteOf(row))} |`,
    ),
    ...(rows.length > shown.length
      ? ['', `${rows.length - shown.length} more are in \`batches/${batchId}/table.json\`.`]
      : []),
  ].join('\n');
}

const noteOf = ({ failure, verdict, score }: BatchRow): string => {
  if (failure !== null) return `${failure.kind}: ${failure.message}`;
  return verdict === null ? '' : `${verdict}, ${score ?? ''}`;
};

/** Text that cannot break a table row. */
const cell = (text: string): string => text.slice(0, NOTE_CHARS).replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
