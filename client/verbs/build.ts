import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import type { BuildResult } from '../../contracts/build.ts';
import { putJson } from '../../lib/store/blobs.ts';
import { checkStore } from '../../lib/store/check-store.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { nameFromPrompt } from '../../lib/task/task-name.ts';
import { taskConfig, taskHash } from '../../lib/task/task-config.ts';
import { worstCase } from '../../lib/task/worst-case.ts';
import { CommandFailure } from '../command-failure.ts';
import { confirmCost } from '../confirm-cost.ts';
import type { Temporal } from '../connection.ts';
import { detached, endedBadly, idsOf, parked, shortPath, waiting } from '../end-of-build.ts';
import { checkFolder, fetchBundle, readReport } from '../fetch-bundle.ts';
import type { FoundBuild } from '../find-build.ts';
import { followBuild } from '../follow-build.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { prepareTask, uploadTask, type PreparedTask } from '../prepare-task.ts';
import { silentQueues, wakeAdvice } from '../queue-pollers.ts';
import { shownSources } from '../shown-sources.ts';
import { differences, startBuild, type StartedBuild } from '../start-build.ts';
import { taskOptions } from '../task-options.ts';
import { scoreLines } from '../terminal/score-lines.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { textOption, type Verb, type VerbCall, type VerbResult } from '../verb.ts';
import { webUiOf } from '../web-ui.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m build`: submits a task, follows it and fetches its bundle. */
export const build: Verb = {
  name: 'build',
  summary: 'build a model from a task file, or from a prompt in words',
  usage: 'TASK.yaml | "PROMPT"',
  about: [
    'Submits the task, shows its progress, and ends with the bundle in a folder. A running build of the',
    'same task is joined. Ctrl-C leaves the build running. Options beat the keys of the task file.',
  ],
  options: {
    out: { type: 'string', value: 'DIR', help: 'folder for the bundle (default out/<name>)' },
    detach: { type: 'boolean', help: 'submit only, and print the build id' },
    yes: { type: 'boolean', help: 'confirm the worst case without being asked' },
    'fail-when-stuck': {
      type: 'boolean',
      help: 'end the build where it would wait for a person to mend something',
    },
    fresh: { type: 'boolean', help: 'run finished stages again (paid answers are still not paid twice)' },
    ...taskOptions(),
  },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const environment = call.environment();
  const prepared = await prepareTask(call, environment.teacher.baseUrl);
  const out = resolve(call.cwd, textOption(call, 'out') ?? join('out', nameOf(prepared)));
  if (call.options['detach'] !== true) await checkFolder(out);
  const store = openStore(environment);
  const identity = `p2m ${process.pid}@${hostname()} ${randomUUID()}`;
  return withTemporal(call, identity, async (temporal) => {
    const silent = (await Promise.all([silentQueues(temporal, call.clock.now()), checkStore(store)]))[0];
    const started = await submit(call, prepared, { store, temporal, identity });
    if (started.joined?.until === 'plan')
      throw new CommandFailure(
        'usage',
        `This task is being planned: build it when the plan is made (npm run p2m -- watch ${started.build.buildId}).`,
      );
    announce(call, started, prepared);
    if (call.options['detach'] === true) {
      if (silent.length > 0) call.terminal.say(call.terminal.palette.warning(`It waits: ${wakeAdvice(silent)}`));
      call.terminal.say(`To watch it: npm run p2m -- watch ${started.build.buildId}`);
      return { exit: 0, json: { ...idsOf(started.build), state: 'running', verdict: null, out: null } };
    }
    return follow(call, started.build, { store, temporal, out });
  });
}

const nameOf = ({ task }: PreparedTask): string => task.file.name ?? nameFromPrompt(task.file.prompt);

interface Submission {
  readonly store: ObjectStore;
  readonly temporal: Temporal;
  readonly identity: string;
}

async function submit(
  call: VerbCall,
  prepared: PreparedTask,
  { store, temporal, identity }: Submission,
): Promise<StartedBuild> {
  const draft = taskConfig(prepared.task, { examples: null, test: null }, prepared.operations.baseUrl);
  const worst = worstCase(prepared.task, draft, prepared.operations.price);
  for (const line of shownSources(prepared.task.file)) call.terminal.say(line);
  const operations = await confirmCost(call, prepared.operations, worst);
  const config = await uploadTask(prepared, store);
  const input = {
    version: 1,
    name: config.name,
    taskHash: taskHash(config),
    config: await putJson(store, config),
    operations,
  } as const;
  return startBuild(temporal, input, config, identity);
}

function announce(call: VerbCall, { build: found, joined }: StartedBuild, { operations }: PreparedTask): void {
  const { terminal } = call;
  const { strong } = terminal.palette;
  terminal.say(`${joined === null ? 'Build' : 'Joined the running build'} ${strong(found.buildId)}`);
  const page = webUiOf(call.environment(), found);
  if (page !== null) terminal.say(`Web UI ${page}`);
  const differing = joined === null ? [] : differences(joined, operations);
  if (differing.length > 0) terminal.say(`It runs with settings of its own: ${differing.join('; ')}.`);
}

interface Place {
  readonly store: ObjectStore;
  readonly temporal: Temporal;
  readonly out: string;
}

async function follow(call: VerbCall, found: FoundBuild, { store, temporal, out }: Place): Promise<VerbResult> {
  const { terminal } = call;
  const end = await followBuild(found, { ...call, temporal });
  if (end === 'detached') return detached(found, terminal);
  if (end.state === 'parked') return parked(found, end, terminal);
  if (end.state === 'waiting') return waiting(found, end, terminal);
  if (end.state !== 'done') return endedBadly(found, end, terminal);
  await fetchBundle(store, end.result.bundle.files, out);
  await showResult(terminal, out, call.cwd);
  return { exit: 0, json: doneJson(found, end.result, out) };
}

async function showResult(terminal: Terminal, out: string, cwd: string): Promise<void> {
  terminal.say('');
  for (const line of scoreLines(await readReport(out), terminal.palette)) terminal.say(line);
  const folder = shortPath(out, cwd);
  terminal.say('');
  terminal.say(`Bundle in ${terminal.palette.strong(folder)}. To try it: npm run p2m -- predict ${folder} "..."`);
}

const doneJson = (found: FoundBuild, { verdict, cost, score, bundle }: BuildResult, out: string) => ({
  ...idsOf(found),
  state: 'done',
  verdict,
  score,
  out,
  cost,
  bundleHash: bundle.bundleHash,
});
