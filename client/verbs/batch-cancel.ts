import { openStore } from '../../lib/store/open-store.ts';
import { batchJson, detachedBatch } from '../batch/end-of-batch.ts';
import { findBatch, latestRun, unknownBatch } from '../batch/find-batch.ts';
import { followBatch } from '../batch/follow-batch.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m batch cancel`: ends a batch and the builds that it started. */
export const batchCancel: Verb = {
  name: 'batch cancel',
  summary: 'end a batch and the builds that it started',
  usage: 'BATCH',
  about: [
    'Asks the batch to stop and waits until it has: the builds that it started end first. Builds that it only',
    'waits for go on. What was paid for is kept. Exit code 0: it is cancelled, or had ended before.',
  ],
  options: {},
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const store = openStore(call.environment());
  return withTemporal(call, 'p2m batch cancel', async (temporal) => {
    const found = await findBatch(temporal, text);
    if (found === null) throw unknownBatch(text);
    const latest = await latestRun(temporal, found.workflowId);
    const batch = latest?.batchId === found.batchId ? latest : found;
    const handle = temporal.client.workflow.getHandle(batch.workflowId, batch.runId);
    const { status } = await temporal.call('describing the batch', () => handle.describe());
    if (status.name === 'RUNNING') {
      await temporal.call('asking the batch to stop', () => handle.cancel());
      call.terminal.say(`Asked ${batch.batchId} to stop; waiting for its end.`);
    }
    const end = await followBatch(call, batch, { temporal, store });
    if (end === 'detached') return detachedBatch(batch, call.terminal);
    call.terminal.say(`${batch.batchId} is ${end.state}.`);
    return { exit: 0, json: batchJson(end) };
  });
}
