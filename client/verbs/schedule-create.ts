import { checkStore } from '../../lib/store/check-store.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { BATCH_OPTIONS, batchSettings } from '../batch/batch-settings.ts';
import { collectTasks, refuseBad, sharedTaskOptions } from '../batch/collect-tasks.ts';
import { confirmBatch } from '../batch/confirm-batch.ts';
import { CommandFailure } from '../command-failure.ts';
import { findSchedule } from '../schedule/find-schedule.ts';
import { putSchedule } from '../schedule/put-schedule.ts';
import { SCHEDULE_OPTIONS, scheduleSettings } from '../schedule/schedule-settings.ts';
import { momentText } from '../schedule/spec-text.ts';
import { type KeptTask, storeTasks } from '../schedule/store-tasks.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m schedule create`: stores tasks and builds them again and again. */
export const scheduleCreate: Verb = {
  name: 'schedule create',
  summary: 'store tasks and build them on schedule; again to change either',
  usage: 'NAME FILE...|FOLDER',
  about: [
    'Stores each task with the files that it names, and makes a schedule that builds what is stored; a',
    'schedule of that name is changed. Each firing reads the tasks anew and pays only for what changed.',
    'To put a changed task into force: the same command again.',
  ],
  options: {
    ...SCHEDULE_OPTIONS,
    ...BATCH_OPTIONS,
    yes: { type: 'boolean', help: 'confirm the worst case of a firing without being asked' },
    ...sharedTaskOptions(),
  },
  words: { least: 2, most: Number.POSITIVE_INFINITY },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const environment = call.environment();
  const [name = '', ...words] = call.words;
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(name))
    throw new CommandFailure('usage', `A schedule's name takes up to 40 of a-z, 0-9 and -, and is "${name}".`);
  const settings = scheduleSettings(call);
  const batch = batchSettings(call);
  const tasks = refuseBad(await collectTasks({ ...call, words }, environment.teacher.baseUrl, 'name'), '');
  const store = openStore(environment);
  return withTemporal(call, 'p2m schedule create', async (temporal) => {
    await checkStore(store);
    call.terminal.say('Each firing, where nothing is left of an earlier one:');
    const kept = await storeTasks(store, await confirmBatch(call, tasks), call.cwd);
    for (const task of kept) call.terminal.say(keptText(task));
    const names = kept.map((task) => task.name);
    const wanted = { ...settings, name, tasks: names, batch, note: textOption(call, 'note') ?? null };
    const change = await putSchedule(temporal, wanted);
    const { description } = await findSchedule(temporal, name);
    const [next] = description.info.nextActionTimes;
    call.terminal.say(`Schedule ${call.terminal.palette.strong(name)} ${change}: ${settings.text}.`);
    if (description.state.paused) call.terminal.say(`It is paused: npm run p2m -- schedule resume ${name}`);
    else call.terminal.say(`It fires next at ${momentText(next)} UTC.`);
    return {
      exit: 0,
      json: {
        name,
        change,
        when: settings.text,
        paused: description.state.paused,
        next: next?.toISOString() ?? null,
        tasks: kept,
      },
    };
  });
}

/** Twelve digits tell versions apart. */
const short = (version: string): string => version.slice(0, 12);

function keptText({ name, version, before }: KeptTask): string {
  if (before === null) return `Stored ${name}, version ${short(version)}`;
  return before === version
    ? `${name} is stored already, version ${short(version)}`
    : `Stored ${name}, version ${short(version)} in place of ${short(before)}`;
}
