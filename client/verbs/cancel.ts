import { readEnd } from '../build-end.ts';
import { readSnapshot } from '../build-snapshot.ts';
import { CommandFailure } from '../command-failure.ts';
import type { Temporal } from '../connection.ts';
import { detached, idsOf } from '../end-of-build.ts';
import { buildsNamed, findBuild, unknownBuild, type FoundBuild } from '../find-build.ts';
import { followBuild } from '../follow-build.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m cancel`: ends a running build and waits until it has ended. */
export const cancel: Verb = {
  name: 'cancel',
  summary: 'end a running build',
  usage: 'BUILD',
  about: [
    'Asks the build to stop and waits until it has: the trainer and calls on their way are ended first. What',
    'was paid for is kept. Exit code 0: it is cancelled, or had ended before. A command attached to the',
    'build ends with 7. A name that fits several running builds is refused.',
  ],
  options: {},
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const { terminal } = call;
  return withTemporal(call, 'p2m cancel', async (temporal) => {
    const found = await theOne(temporal, text);
    const { execution } = await readSnapshot(temporal, found);
    if (execution === 'RUNNING') {
      const handle = temporal.client.workflow.getHandle(found.workflowId, found.runId);
      await temporal.call('asking the build to stop', () => handle.cancel());
      terminal.say(`Asked ${found.buildId} to stop; waiting for its end.`);
      if ((await followBuild(found, { ...call, temporal, through: 'stops' })) === 'detached')
        return detached(found, terminal);
    }
    const { state } = await readEnd(temporal, found);
    terminal.say(`${found.buildId} is ${state}.`);
    return { exit: 0, json: { ...idsOf(found), state } };
  });
}

/** The build to end: where several running ones fit, a guess would end the wrong one. */
async function theOne(temporal: Temporal, text: string): Promise<FoundBuild> {
  const found = await findBuild(temporal, text);
  if (found === null) throw unknownBuild(text);
  if (found.buildId === text || found.workflowId === text) return found;
  const running: FoundBuild[] = [];
  for (const build of await buildsNamed(temporal, text)) {
    const { status } = await temporal.call('looking the build up', () =>
      temporal.client.workflow.getHandle(build.workflowId, build.runId).describe(),
    );
    if (status.name === 'RUNNING') running.push(build);
  }
  const [only, ...others] = running;
  if (only === undefined) return found;
  if (others.length === 0) return only;
  const ids = running.map(({ buildId }) => buildId).join(', ');
  throw new CommandFailure('build-unknown', `"${text}" fits ${running.length} running builds: name one of ${ids}.`);
}
