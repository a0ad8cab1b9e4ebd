import { STAGES, type Queue } from '../../contracts/names.ts';
import { findBuildRecord } from '../build-record.ts';
import { readSnapshot, type BuildSnapshot } from '../build-snapshot.ts';
import { readEnd } from '../build-end.ts';
import { parked } from '../end-of-build.ts';
import type { Temporal } from '../connection.ts';
import { findBuild, unknownBuild, type FoundBuild } from '../find-build.ts';
import { openStore } from '../../lib/store/open-store.ts';
import type { BuildRecord } from '../../lib/trace/build-record.ts';
import { silentQueues } from '../queue-pollers.ts';
import { buildLines, costText } from '../terminal/build-lines.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m status`: a build as it stands. */
export const status: Verb = {
  name: 'status',
  summary: 'show how a build stands',
  usage: 'BUILD',
  about: [
    'BUILD is a build id, a workflow id, or the beginning of a name (the build started last). A build that',
    'Temporal has forgotten is read from the store. The exit code is 0 whatever the state is.',
  ],
  options: {},
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  return withTemporal(call, 'p2m status', async (temporal) => {
    const found = await findBuild(temporal, text);
    return found === null ? fromRecord(call, text) : fromTemporal(call, temporal, found);
  });
}

async function fromTemporal(call: VerbCall, temporal: Temporal, found: FoundBuild): Promise<VerbResult> {
  const { terminal } = call;
  const snapshot = await readSnapshot(temporal, found);
  const isRunning = snapshot.execution === 'RUNNING';
  const silent: readonly Queue[] = isRunning ? await silentQueues(temporal, call.clock.now()) : [];
  const around = { nowMs: call.clock.now(), palette: terminal.palette, silent, trouble: null };
  for (const line of buildLines(snapshot, around)) terminal.say(line);
  const end = isRunning ? null : await readEnd(temporal, found);
  const stop = snapshot.status?.parked ?? null;
  if (isRunning && stop !== null) parked(found, stop, terminal);
  if (end?.state === 'done') terminal.say(`${end.result.verdict.decision}: ${end.result.verdict.reason}`);
  if (end?.state === 'failed') terminal.say(`${end.kind}: ${end.message}`);
  return {
    exit: 0,
    json: {
      ...found,
      state: end?.state ?? snapshot.status?.state ?? 'running',
      parked: snapshot.status?.parked ?? null,
      stage: stageOf(snapshot),
      cost: (end?.state === 'done' ? end.result.cost : snapshot.status?.cost) ?? null,
      charged: snapshot.status?.charged ?? null,
      verdict: end?.state === 'done' ? end.result.verdict : null,
      stages: snapshot.status?.stages ?? null,
      ...(end?.state === 'failed' ? { error: { kind: end.kind, message: end.message } } : {}),
    },
  };
}

const stageOf = ({ status: told, stage }: BuildSnapshot): string => told?.stage ?? stage ?? STAGES[0];

/** A build whose workflow is gone: the store keeps what was known at its end. */
async function fromRecord({ environment, terminal }: VerbCall, text: string): Promise<VerbResult> {
  const record = await findBuildRecord(openStore(environment()), text);
  if (record === null) throw unknownBuild(text);
  const { build, state, verdict, cost } = record;
  terminal.say(`${terminal.palette.strong(build.buildId)}  ${state}`);
  terminal.say(verdict === null ? failureText(record) : `${verdict.decision}: ${verdict.reason}`);
  terminal.say(`paid: ${costText(cost)}`);
  const stage = record.records.at(-1)?.stage ?? STAGES[0];
  return { exit: 0, json: { buildId: build.buildId, workflowId: record.workflowId, state, stage, cost, verdict } };
}

const failureText = ({ failure, state }: BuildRecord): string =>
  failure === null ? state : `${failure.kind}: ${failure.message}`;
