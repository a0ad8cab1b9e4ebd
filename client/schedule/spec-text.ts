import type { ScheduleDescription } from '@temporalio/client';
import { durationText } from './parse-duration.ts';

/** When a schedule fires, in words; a cron expression stands in the comment of what the server made of it. */
export function specText({ spec }: Pick<ScheduleDescription, 'spec'>): string {
  const { calendars = [], intervals = [], timezone, jitter } = spec;
  const times = [
    ...calendars.map(({ comment }) => `cron ${comment ?? 'of another tool'}`),
    ...intervals.map(({ every }) => `every ${durationText(every)}`),
  ];
  return [
    ...times,
    ...(calendars.length === 0 ? [] : [timezone ?? 'UTC']),
    ...(jitter === undefined || jitter === 0 ? [] : [`up to ${durationText(jitter)} later`]),
  ].join(', ');
}

/** A moment as tables show it, in UTC. */
export const momentText = (moment: Date | undefined): string =>
  moment === undefined ? '' : moment.toISOString().slice(0, 16).replace('T', ' ');
