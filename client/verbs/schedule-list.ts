import { WORKFLOWS } from '../../contracts/names.ts';
import { momentText } from '../schedule/spec-text.ts';
import { tableLines } from '../terminal/table.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m schedule list`: the schedules of batches. */
export const scheduleList: Verb = {
  name: 'schedule list',
  summary: 'list schedules',
  usage: '',
  about: ['Lists the schedules of batches with their last and next times.'],
  options: {},
  words: { least: 0, most: 0 },
  run,
};

interface ListedSchedule {
  readonly name: string;
  readonly paused: boolean;
  /** ISO 8601. */
  readonly last: string | null;
  readonly next: string | null;
  readonly note: string | null;
}

async function run(call: VerbCall): Promise<VerbResult> {
  const { terminal } = call;
  const schedules = await withTemporal(call, 'p2m schedule list', (temporal) =>
    temporal.call('listing schedules', async () => {
      const found: ListedSchedule[] = [];
      for await (const { scheduleId, action, state, info } of temporal.client.schedule.list()) {
        if (action?.workflowType !== WORKFLOWS.buildBatch) continue;
        found.push({
          name: scheduleId,
          paused: state.paused,
          last: info.recentActions.at(-1)?.takenAt.toISOString() ?? null,
          next: info.nextActionTimes[0]?.toISOString() ?? null,
          note: state.note ?? null,
        });
      }
      return found;
    }),
  );
  const rows = schedules.map(({ name, paused, last, next, note }) => [
    name,
    paused ? 'paused' : 'on',
    last === null ? '' : momentText(new Date(last)),
    next === null || paused ? '' : momentText(new Date(next)),
    note ?? '',
  ]);
  const titles = ['schedule', 'state', 'last (UTC)', 'next (UTC)', 'note'];
  const lines = tableLines(
    titles.map((title) => ({ title })),
    rows,
  );
  if (rows.length === 0)
    terminal.say('No schedule yet. To make one: npm run p2m -- schedule create NAME tasks/ --every 1d');
  else for (const [at, line] of lines.entries()) terminal.say(at === 0 ? terminal.palette.faint(line) : line);
  return { exit: 0, json: { schedules } };
}
