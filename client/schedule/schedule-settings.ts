import type { ScheduleOptions } from '@temporalio/client';
import { CommandFailure } from '../command-failure.ts';
import { textOption, type VerbCall, type VerbOption } from '../verb.ts';
import { checkCron } from './check-cron.ts';
import { durationText, parseDuration } from './parse-duration.ts';

/** A build takes minutes at least: what comes more often would only be skipped. */
const SHORTEST_MS = 60_000;
/** After a day's outage one wants the batch of today, not that of every day that was missed. */
const CATCHUP = '1d';

/** What happens when it is time and the batch before still runs. */
const OVERLAPS = {
  skip: 'SKIP',
  'buffer-one': 'BUFFER_ONE',
  'buffer-all': 'BUFFER_ALL',
  'cancel-other': 'CANCEL_OTHER',
  'terminate-other': 'TERMINATE_OTHER',
  'allow-all': 'ALLOW_ALL',
} as const;

export const SCHEDULE_OPTIONS: Readonly<Record<string, VerbOption>> = {
  cron: { type: 'string', value: '"M H D M W"', help: 'when, as five fields of cron' },
  every: { type: 'string', value: 'DURATION', help: 'when, as an interval (1d, 12h); counted from 1970 in UTC' },
  timezone: { type: 'string', value: 'ZONE', help: 'time zone of --cron, such as Europe/Berlin (default UTC)' },
  jitter: { type: 'string', value: 'DURATION', help: 'begin up to so much later, at random' },
  overlap: {
    type: 'string',
    value: 'WORD',
    help: `while the batch before runs: ${Object.keys(OVERLAPS).join(', ')} (default skip)`,
  },
  catchup: { type: 'string', value: 'DURATION', help: `make up for what was missed so long ago (default ${CATCHUP})` },
  'pause-on-failure': { type: 'string', value: 'on|off', help: 'pause when a batch fails (default on)' },
  note: { type: 'string', value: 'TEXT', help: 'why it is there, or why it changed' },
};

/** When a schedule fires, how, and both in words. */
export interface ScheduleSettings {
  readonly spec: ScheduleOptions['spec'];
  readonly policies: NonNullable<ScheduleOptions['policies']>;
  /** `cron 0 3 * * mon, Europe/Berlin` */
  readonly text: string;
}

/** @throws CommandFailure `usage` */
export function scheduleSettings(call: VerbCall): ScheduleSettings {
  const cron = textOption(call, 'cron');
  const every = textOption(call, 'every');
  if ((cron === undefined) === (every === undefined))
    throw new CommandFailure('usage', 'Say when: either --cron "0 3 * * *" or --every 1d.');
  const timezone = zoneOf(textOption(call, 'timezone'), every);
  const jitter = textOption(call, 'jitter');
  const times =
    cron === undefined
      ? { intervals: [{ every: intervalOf(every ?? '') }] }
      : // What follows the sign is a comment, which the server gives back; the expression itself it does not.
        { cronExpressions: [`${checkCron(cron)} # ${checkCron(cron)}`] };
  const jitterMs = jitter === undefined ? null : parseDuration(jitter, 'jitter');
  return {
    spec: { ...times, timezone, ...(jitterMs === null ? {} : { jitter: jitterMs }) },
    policies: {
      overlap: overlapOf(textOption(call, 'overlap') ?? 'skip'),
      catchupWindow: parseDuration(textOption(call, 'catchup') ?? CATCHUP, 'catchup'),
      pauseOnFailure: switchOf(textOption(call, 'pause-on-failure') ?? 'on'),
    },
    text: [
      cron === undefined ? `every ${durationText(intervalOf(every ?? ''))}` : `cron ${checkCron(cron)}, ${timezone}`,
      ...(jitterMs === null ? [] : [`up to ${durationText(jitterMs)} later`]),
    ].join(', '),
  };
}

function intervalOf(text: string): number {
  const ms = parseDuration(text, 'every');
  if (ms >= SHORTEST_MS) return ms;
  throw new CommandFailure('usage', `--every must be a minute or more, and is "${text}".`);
}

function zoneOf(zone: string | undefined, every: string | undefined): string {
  if (zone !== undefined && every !== undefined)
    throw new CommandFailure('usage', '--timezone belongs to --cron: an interval is the same everywhere.');
  const name = zone ?? 'UTC';
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new CommandFailure('usage', `--timezone "${name}" is no time zone: give one such as Europe/Berlin.`, {
      cause,
    });
  }
}

function overlapOf(word: string): (typeof OVERLAPS)[keyof typeof OVERLAPS] {
  const found = Object.entries(OVERLAPS).find(([name]) => name === word)?.[1];
  if (found !== undefined) return found;
  throw new CommandFailure('usage', `--overlap is one of ${Object.keys(OVERLAPS).join(', ')}, and not "${word}".`);
}

function switchOf(word: string): boolean {
  if (word === 'on' || word === 'off') return word === 'on';
  throw new CommandFailure('usage', `--pause-on-failure is on or off, and not "${word}".`);
}
