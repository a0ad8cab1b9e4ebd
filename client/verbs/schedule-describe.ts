import type { ScheduleDescription } from '@temporalio/client';
import { z } from 'zod';
import { openStore } from '../../lib/store/open-store.ts';
import { countsText } from '../batch/batch-lines.ts';
import { findSchedule } from '../schedule/find-schedule.ts';
import { durationText } from '../schedule/parse-duration.ts';
import { type RecentBatch, recentBatches } from '../schedule/recent-batches.ts';
import { momentText, specText } from '../schedule/spec-text.ts';
import { dollars } from '../terminal/numbers.ts';
import { tableLines } from '../terminal/table.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m schedule describe`: when a schedule fires, and what came of it. */
export const scheduleDescribe: Verb = {
  name: 'schedule describe',
  summary: 'show when a schedule fires, and what came of it',
  usage: 'NAME',
  about: ['Shows the times, the tasks, how it is run, the next firings and the batches of the last ten.'],
  options: {},
  words: { least: 1, most: 1 },
  run,
};

/** Next firings that are shown. */
const NEXT = 5;

async function run(call: VerbCall): Promise<VerbResult> {
  const [name = ''] = call.words;
  const { terminal } = call;
  const store = openStore(call.environment());
  return withTemporal(call, 'p2m schedule describe', async (temporal) => {
    const { description } = await findSchedule(temporal, name);
    const recent = await recentBatches(temporal, store, description);
    const told = tell(description);
    terminal.say(`${terminal.palette.strong(name)}  ${told.paused ? terminal.palette.warning('paused') : 'on'}`);
    for (const line of lines(told)) terminal.say(line);
    for (const line of recentLines(recent)) terminal.say(line);
    return { exit: 0, json: { name, ...told, recent } };
  });
}

/** As much of the action's argument as people read. */
const Argument = z.object({
  source: z.object({ stored: z.array(z.string()) }),
  window: z.number(),
  minSuccess: z.number(),
});

function tell(description: ScheduleDescription) {
  const { state, policies, info, action } = description;
  const argument = Argument.safeParse(action.args?.[0]);
  return {
    when: specText(description),
    paused: state.paused,
    note: state.note ?? null,
    tasks: argument.success ? argument.data.source.stored : [],
    window: argument.success ? argument.data.window : null,
    minSuccess: argument.success ? argument.data.minSuccess : null,
    overlap: (policies.overlap ?? 'SKIP').toLowerCase().replaceAll('_', '-'),
    catchup: durationText(policies.catchupWindow),
    pauseOnFailure: policies.pauseOnFailure,
    next: state.paused ? [] : info.nextActionTimes.slice(0, NEXT).map((time) => time.toISOString()),
    fired: info.numActionsTaken,
    skipped: info.numActionsSkippedOverlap + info.numActionsMissedCatchupWindow,
  };
}

function lines(told: ReturnType<typeof tell>): string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['when', told.when],
    ['tasks', told.tasks.join(', ')],
    ['window', `${told.window ?? ''} at once; fails where fewer than ${told.minSuccess ?? ''} are built`],
    ['overlap', told.overlap],
    ['catch-up', told.catchup],
    ['on failure', told.pauseOnFailure ? 'pauses' : 'goes on'],
    ...(told.note === null ? [] : [['note', told.note] as const]),
    ['fired', `${told.fired} times, ${told.skipped} skipped`],
    ['next (UTC)', told.next.map((time) => momentText(new Date(time))).join(', ')],
  ];
  return rows.map(([title, text]) => `  ${title.padEnd(11)} ${text}`);
}

function recentLines(recent: readonly RecentBatch[]): string[] {
  if (recent.length === 0) return [];
  const table = tableLines(
    ['due (UTC)', 'batch', 'state', 'paid', 'tasks'].map((title) => ({ title })),
    recent.map(({ scheduled, batchId, state, cost, counts }) => [
      momentText(new Date(scheduled)),
      batchId,
      state,
      cost === null ? '' : dollars(cost.usd),
      counts === null ? '' : countsText(counts),
    ]),
  );
  return ['', ...table];
}
