import { basename, resolve } from 'node:path';
import { checkStore } from '../../lib/store/check-store.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { BATCH_OPTIONS, batchSettings } from '../batch/batch-settings.ts';
import {
  type BadFile,
  type CollectedTask,
  collectTasks,
  isBad,
  isSound,
  refuseBad,
  sharedTaskOptions,
} from '../batch/collect-tasks.ts';
import { type ConfirmedTask, confirmBatch } from '../batch/confirm-batch.ts';
import { detachedBatch, endBatch } from '../batch/end-of-batch.ts';
import { followBatch } from '../batch/follow-batch.ts';
import { startBatch, type StartedBatch, uploadTasks } from '../batch/start-batch.ts';
import { CommandFailure } from '../command-failure.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { webUiOf } from '../web-ui.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m batch submit`: builds many tasks, a window of them at a time. */
export const batchSubmit: Verb = {
  name: 'batch submit',
  summary: 'build many task files, a few at a time',
  usage: 'FILE...|FOLDER',
  about: [
    'Reads and checks every task first, shows what all may cost together, and builds them, a window at a',
    'time. One that fails ends nothing. FOLDER stands for its .yaml files and the task.yaml of its folders.',
    'Ctrl-C leaves the batch running. Exit code 6: some tasks were not built. Options beat the task files.',
  ],
  options: {
    name: { type: 'string', value: 'NAME', help: 'names the batch (default: the folder, or "tasks")' },
    ...BATCH_OPTIONS,
    'skip-bad': { type: 'boolean', help: 'files that cannot be built become failed rows of the table' },
    detach: { type: 'boolean', help: 'submit only, and print the batch id' },
    yes: { type: 'boolean', help: 'confirm the worst case without being asked' },
    fresh: { type: 'boolean', help: 'run finished stages again (paid answers are still not paid twice)' },
    ...sharedTaskOptions(),
  },
  words: { least: 1, most: Number.POSITIVE_INFINITY },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const environment = call.environment();
  const name = batchName(call);
  const settings = batchSettings(call);
  const tasks = await collectTasks(call, environment.teacher.baseUrl, 'content');
  const sound = soundOf(call, tasks);
  const store = openStore(environment);
  return withTemporal(call, 'p2m batch submit', async (temporal) => {
    await checkStore(store);
    const confirmed = new Map((await confirmBatch(call, sound)).map((task) => [task.file, task]));
    const wanted = tasks.flatMap<ConfirmedTask | BadFile>((task) =>
      isBad(task) ? [task] : (confirmed.get(task.file) ?? []),
    );
    const started = await startBatch(temporal, store, { name, tasks: await uploadTasks(store, wanted), settings });
    announce(call, started);
    const { batch } = started;
    if (call.options['detach'] === true) {
      call.terminal.say(`To watch it: npm run p2m -- batch status ${batch.batchId} --follow`);
      return { exit: 0, json: { ...batch, state: 'running', total: tasks.length } };
    }
    const end = await followBatch(call, batch, { temporal, store });
    return end === 'detached' ? detachedBatch(batch, call.terminal) : endBatch(temporal, batch, end, call.terminal);
  });
}

/** Bad files are told before anything is asked or paid. */
function soundOf(call: VerbCall, tasks: readonly CollectedTask[]) {
  const sound = tasks.filter(isSound);
  if (call.options['skip-bad'] !== true || sound.length === 0)
    return refuseBad(tasks, sound.length === 0 ? '' : ' (--skip-bad builds the others)');
  for (const { file, failure } of tasks.filter(isBad)) call.terminal.complain(`${file}: ${failure.message}`);
  return sound;
}

function announce({ terminal, environment }: VerbCall, { batch, joined }: StartedBatch): void {
  terminal.say(`${joined ? 'Joined the running batch' : 'Batch'} ${terminal.palette.strong(batch.batchId)}`);
  if (joined) terminal.say('It runs with the budgets, window and share that it was submitted with.');
  const page = webUiOf(environment(), { ...batch, buildId: batch.batchId });
  if (page !== null) terminal.say(`Web UI ${page}`);
}

function batchName(call: VerbCall): string {
  const given = textOption(call, 'name');
  if (given !== undefined && !/^[a-z0-9][a-z0-9-]{0,39}$/.test(given))
    throw new CommandFailure('usage', `--name takes up to 40 of a-z, 0-9 and -, and is "${given}".`);
  if (given !== undefined) return given;
  const [only = '', ...others] = call.words;
  const folder = others.length > 0 || /\.\w+$/.test(only) ? '' : basename(resolve(call.cwd, only));
  const name = folder
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 40);
  return name === '' ? 'tasks' : name;
}
