import type { PendingActivity } from '../pending-activities.ts';
import { progressText } from './progress-text.ts';

/** What the activities under way are at, in a line each, and why they are tried again; equal ones are told once. */
export function pendingLines(pending: readonly PendingActivity[]): string[] {
  const told = pending.map((activity) => ({ line: pendingLine(activity), again: againLine(activity) }));
  return [...new Set(told.map(({ line }) => line))].flatMap((line) => {
    const alike = told.filter((other) => other.line === line);
    const times = alike.length === 1 ? '' : ` (${alike.length} times)`;
    return [`${line}${times}`, ...new Set(alike.flatMap(({ again }) => again))];
  });
}

function pendingLine({ activity, attempt, running, heartbeat }: PendingActivity): string {
  const progress = running ? progressText(heartbeat) : '';
  const waiting = attempt > 1 ? `waits for attempt ${attempt}` : 'waits for a worker';
  return [
    activity,
    ...(running ? [] : [waiting]),
    ...(running && attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(progress === '' ? [] : [progress]),
  ].join(' · ');
}

const againLine = ({ lastFailure }: PendingActivity): string[] =>
  lastFailure === null ? [] : [`  after ${lastFailure.replace(/\s+/g, ' ').trim()}`];
