import type { StageStatus } from '../../contracts/build.ts';
import { STAGES } from '../../contracts/names.ts';
import type { Cost } from '../../contracts/report.ts';
import type { Queue } from '../../contracts/names.ts';
import type { BuildSnapshot } from '../build-snapshot.ts';
import { wakeAdvice } from '../queue-pollers.ts';
import { padTo } from './fit-line.ts';
import { count, dollars, duration, tokenCount } from './numbers.ts';
import type { Palette } from './palette.ts';
import { pendingLines } from './pending-lines.ts';

/** What is drawn beside the snapshot. */
export interface Surroundings {
  readonly nowMs: number;
  readonly palette: Palette;
  /** Queues without a worker. */
  readonly silent: readonly Queue[];
  /** Why the picture is old, where it is. */
  readonly trouble: string | null;
}

const MARKS: Readonly<Record<StageStatus['state'], string>> = {
  waiting: '·',
  running: '▸',
  done: '✓',
  reused: '↺',
  skipped: '–',
  failed: '✗',
};

/** A build as a table of its stages, what is under way below the running one, and what it has cost. */
export function buildLines(snapshot: BuildSnapshot, around: Surroundings): string[] {
  const { palette } = around;
  const elapsed = duration(((snapshot.endedMs ?? around.nowMs) - snapshot.startedMs) / 1000);
  const head = `${palette.strong(snapshot.build.buildId)}  ${stateText(snapshot, palette)}  ${palette.faint(elapsed)}`;
  const body =
    snapshot.status === null
      ? unansweredLines(snapshot, palette)
      : stageLines(snapshot.status.stages, snapshot, palette);
  return [head, ...body, ...warnings(around)];
}

/** Words for what Temporal calls the state of a run. */
export function stateText({ execution, status }: BuildSnapshot, palette: Palette): string {
  switch (execution) {
    case 'RUNNING':
      return status?.state === 'parked' || status?.state === 'waiting'
        ? palette.warning(status.state)
        : palette.busy('running');
    case 'COMPLETED':
      return palette.good('done');
    case 'CANCELLED':
    case 'TERMINATED':
      return palette.warning('cancelled');
    default:
      return palette.bad('failed');
  }
}

export const costText = ({ usd, tokens, calls }: Cost): string =>
  `${dollars(usd)} for ${count(calls)} calls and ${tokenCount(tokens)} tokens`;

function stageLines(stages: readonly StageStatus[], snapshot: BuildSnapshot, palette: Palette): string[] {
  const width = Math.max(...STAGES.map((stage) => stage.length));
  const lines = stages.flatMap(({ stage, state, note, seconds }) => {
    const time = seconds === null ? '' : duration(seconds);
    const text = `${MARKS[state]} ${padTo(stage, width)}  ${padTo(time, 11, 'right')}  ${note.replace(/\s+/g, ' ')}`;
    const line = `  ${tint(state, palette)(text.trimEnd())}`;
    return state === 'running' ? [line, ...below(snapshot, width, palette)] : [line];
  });
  const cost =
    snapshot.status === null
      ? []
      : [
          `  ${palette.faint(`${snapshot.endedMs === null ? 'paid so far' : 'paid'}: ${costText(snapshot.status.cost)}`)}`,
        ];
  return [...lines, ...cost];
}

const below = ({ pending }: BuildSnapshot, width: number, palette: Palette): string[] =>
  pendingLines(pending).map((line) => `  ${' '.repeat(width + 2)}  ${palette.faint(line)}`);

function tint(state: StageStatus['state'], palette: Palette): (text: string) => string {
  const tints = {
    waiting: palette.faint,
    running: palette.busy,
    done: palette.good,
    reused: palette.good,
    skipped: palette.faint,
    failed: palette.bad,
  };
  return tints[state];
}

/** Without a worker the server still knows the stage and the activities. */
function unansweredLines({ execution, stage, pending }: BuildSnapshot, palette: Palette): string[] {
  if (execution !== 'RUNNING') return stage === null || stage === execution.toLowerCase() ? [] : [`  ${stage}`];
  return [
    `  ${palette.busy(stage === null ? 'submitted, not begun' : `▸ ${stage}`)}`,
    ...pendingLines(pending).map((line) => `      ${palette.faint(line)}`),
  ];
}

const warnings = ({ silent, trouble, palette }: Surroundings): string[] => [
  ...(silent.length === 0 ? [] : [palette.warning(`  ${wakeAdvice(silent)}`)]),
  ...(trouble === null ? [] : [palette.warning(`  ${trouble}`)]),
];
