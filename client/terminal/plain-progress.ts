import type { BuildSnapshot } from '../build-snapshot.ts';
import { costText, stateText, type Surroundings } from './build-lines.ts';
import { padTo } from './fit-line.ts';
import { duration } from './numbers.ts';
import { pendingLines } from './pending-lines.ts';
import { wakeAdvice } from '../queue-pollers.ts';

/** A log that is silent for ten seconds looks dead; the next look may be two seconds away. */
const SILENCE_MS = 8_000;

export interface PlainProgress {
  /** Lines that are new since the last call; at least one where eight seconds passed without any. */
  readonly next: (snapshot: BuildSnapshot, around: Surroundings) => string[];
}

/** Progress of a build for logs: a line when a stage begins or ends, a sign of life in between. */
export function createPlainProgress(): PlainProgress {
  const said = new Set<string>();
  let lastMs = Number.NEGATIVE_INFINITY;
  return {
    next: (snapshot, around) => {
      const fresh = milestones(snapshot, around).filter((line) => !said.has(line));
      for (const line of fresh) said.add(line);
      const isDue = around.nowMs - lastMs >= SILENCE_MS;
      const lines = fresh.length > 0 || !isDue ? fresh : [signOfLife(snapshot, around)];
      if (lines.length > 0) lastMs = around.nowMs;
      const elapsed = duration(((snapshot.endedMs ?? around.nowMs) - snapshot.startedMs) / 1000);
      return lines.map((line) => `${around.palette.faint(padTo(elapsed, 11, 'right'))}  ${line}`);
    },
  };
}

function milestones({ status, execution, stage }: BuildSnapshot, around: Surroundings): string[] {
  const stages = (status?.stages ?? []).flatMap(({ stage: name, state, note, seconds }) => {
    if (state === 'waiting') return [];
    if (state === 'running') return [`${name} begins`];
    const time = seconds === null ? '' : ` in ${duration(seconds)}`;
    return [`${name} ${state}${time}${note === '' ? '' : `: ${note.replace(/\s+/g, ' ')}`}`];
  });
  const begun =
    status === null && execution === 'RUNNING' ? [stage === null ? 'submitted, not begun' : `${stage} begins`] : [];
  return [
    ...begun,
    ...stages,
    ...(around.silent.length === 0 ? [] : [wakeAdvice(around.silent)]),
    ...(around.trouble === null ? [] : [around.trouble]),
  ];
}

function signOfLife(snapshot: BuildSnapshot, around: Surroundings): string {
  const { status, stage, execution } = snapshot;
  const running = status?.stages.find(({ state }) => state === 'running');
  const where = running?.stage ?? status?.stage ?? stage ?? (execution === 'RUNNING' ? 'submitted, not begun' : '');
  const parts = [
    running?.note ?? '',
    ...pendingLines(snapshot.pending),
    status === null ? 'no worker answers' : costText(status.cost),
  ].filter((part) => part !== '');
  const state = execution === 'RUNNING' ? '' : ` ${stateText(snapshot, around.palette)}`;
  return `${where}${state}: ${parts.join(' | ').replace(/\s+/g, ' ')}`;
}
