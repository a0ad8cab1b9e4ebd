import type { StageStatus } from '../contracts/build.ts';
import type { Cost } from '../contracts/report.ts';
import { STAGES, type Stage } from '../contracts/names.ts';

/** How long the notes in the Web UI may be: its details page travels in a URL. */
const NOTE_CHARS = 160;

/** The stages of one build as people see them. */
export interface StageTable {
  readonly start: (stage: Stage) => void;
  /** Says how far the current stage has come. */
  readonly note: (text: string) => void;
  readonly finish: (stage: Stage, state: 'done' | 'reused' | 'skipped' | 'failed', note: string) => void;
  readonly current: () => Stage;
  readonly rows: () => readonly StageStatus[];
  /** The table for the Web UI's current details. */
  readonly markdown: (buildId: string, cost: Cost, waitsFor: string | null) => string;
}

export function createStageTable(now: () => number): StageTable {
  const rows = new Map<Stage, StageStatus>(
    STAGES.map((stage) => [stage, { stage, state: 'waiting', note: '', seconds: null }]),
  );
  const started = new Map<Stage, number>();
  let current: Stage = STAGES[0];

  const set = (stage: Stage, change: Partial<StageStatus>) => {
    const row = rows.get(stage);
    if (row) rows.set(stage, { ...row, ...change });
  };

  return {
    start: (stage) => {
      current = stage;
      started.set(stage, now());
      set(stage, { state: 'running' });
    },
    note: (text) => set(current, { note: text }),
    finish: (stage, state, note) => {
      const from = started.get(stage);
      set(stage, { state, note, seconds: from === undefined ? null : Math.round((now() - from) / 100) / 10 });
    },
    current: () => current,
    rows: () => [...rows.values()],
    markdown: (buildId, cost, waitsFor) =>
      [
        ...(waitsFor === null ? [] : [`**${cell(waitsFor)}**`, '']),
        `Build \`${buildId}\`. Paid so far: $${cost.usd.toFixed(4)} for ${cost.calls} calls and ${cost.tokens} tokens.`,
        '',
        '| stage | state | time | what came of it |',
        '|---|---|---|---|',
        ...[...rows.values()].map(
          (row) =>
            `| ${row.stage} | ${row.state} | ${row.seconds === null ? '' : `${row.seconds} s`} | ${cell(row.note)} |`,
        ),
      ].join('\n'),
  };
}

/** Text that cannot break a table row. */
const cell = (text: string): string => text.slice(0, NOTE_CHARS).replaceAll('|', '\\|').replaceAll(/\s+/g, ' ');
