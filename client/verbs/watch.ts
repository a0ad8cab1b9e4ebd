import { detached, endedBadly, idsOf, parked, waiting } from '../end-of-build.ts';
import { findBuild, unknownBuild } from '../find-build.ts';
import { followBuild } from '../follow-build.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { webUiOf } from '../web-ui.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m watch`: follows a build to its end. */
export const watch: Verb = {
  name: 'watch',
  summary: 'follow a build until it ends',
  usage: 'BUILD',
  about: [
    'BUILD is a build id, a workflow id, or the beginning of a name (the build started last). Ctrl-C leaves',
    'the build running. The exit code is that of the build, or of what it is parked for.',
  ],
  options: {},
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const { terminal } = call;
  return withTemporal(call, 'p2m watch', async (temporal) => {
    const found = await findBuild(temporal, text);
    if (found === null) throw unknownBuild(text);
    const page = webUiOf(call.environment(), found);
    if (page !== null) terminal.say(`Web UI ${page}`);
    const end = await followBuild(found, { ...call, temporal });
    if (end === 'detached') return detached(found, terminal);
    if (end.state === 'parked') return parked(found, end, terminal);
    if (end.state === 'waiting') return waiting(found, end, terminal);
    if (end.state !== 'done') return endedBadly(found, end, terminal);
    const { verdict, cost, score, bundle } = end.result;
    terminal.say(`${verdict.decision}: ${verdict.reason}`);
    terminal.say(`To have its bundle: npm run p2m -- fetch ${found.buildId}`);
    return { exit: 0, json: { ...idsOf(found), state: 'done', verdict, score, cost, bundleHash: bundle.bundleHash } };
  });
}
