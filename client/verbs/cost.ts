import type { StageCost } from '../../contracts/budget.ts';
import type { Cost } from '../../contracts/report.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { readBuildRecord } from '../../lib/trace/build-record.ts';
import { findBuildRecord } from '../build-record.ts';
import { readSnapshot } from '../build-snapshot.ts';
import { CommandFailure } from '../command-failure.ts';
import { findBuild, unknownBuild } from '../find-build.ts';
import { costLines } from '../terminal/cost-lines.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m cost`: what a build paid for, stage by stage. */
export const cost: Verb = {
  name: 'cost',
  summary: 'show what a build has cost, by stage',
  usage: '[BUILD]',
  about: [
    'BUILD is a build id, a workflow id, or the beginning of a name (the build started last); without it, the',
    'build started last of all. A running build is asked; of one that has ended the store keeps the record.',
    'Reused answers were paid for before, and cost nothing. Rejected ones are paid for, and are among the calls.',
  ],
  options: {},
  words: { least: 0, most: 1 },
  run,
};

interface Costs {
  readonly buildId: string;
  readonly state: string;
  readonly cost: Cost;
  /** Null where the record does not tell stages apart. */
  readonly costs: readonly StageCost[] | null;
}

async function run(call: VerbCall): Promise<VerbResult> {
  const { terminal } = call;
  const found = await lookUp(call);
  terminal.say(`${terminal.palette.strong(found.buildId)}  ${found.state}`);
  for (const line of costLines(found.costs ?? [], found.cost, terminal.palette)) terminal.say(line);
  if (found.costs === null) terminal.say('The record of this build does not tell its stages apart.');
  return { exit: 0, json: { ...found } };
}

function lookUp(call: VerbCall): Promise<Costs> {
  const [text = ''] = call.words;
  const store = openStore(call.environment());
  return withTemporal(call, 'p2m cost', async (temporal) => {
    const found = await findBuild(temporal, text);
    if (found === null) return fromRecord(await findBuildRecord(store, text), text);
    const { execution, status } = await readSnapshot(temporal, found);
    if (execution !== 'RUNNING') {
      const record = await readBuildRecord(store, found.buildId);
      if (record !== null) return fromRecord(record, text);
    }
    if (status !== null) return { buildId: found.buildId, state: status.state, cost: status.cost, costs: status.costs };
    const message = `No worker answers for ${found.buildId}, and the store has no record of its end: start one (npm run up), then ask again.`;
    throw new CommandFailure('temporal-unreachable', message);
  });
}

function fromRecord(record: Awaited<ReturnType<typeof readBuildRecord>>, text: string): Costs {
  if (record === null) throw unknownBuild(text);
  return { buildId: record.build.buildId, state: record.state, cost: record.cost, costs: record.costs ?? null };
}
