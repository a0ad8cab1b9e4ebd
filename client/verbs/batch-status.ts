import { readTable, recordedBatches } from '../../lib/batch/batch-table.ts';
import { openStore } from '../../lib/store/open-store.ts';
import { batchLines } from '../batch/batch-lines.ts';
import { batchJson, detachedBatch, endBatch } from '../batch/end-of-batch.ts';
import { findBatch, type FoundBatch, latestRun, unknownBatch } from '../batch/find-batch.ts';
import { followBatch } from '../batch/follow-batch.ts';
import { readBatch, viewOfTable } from '../batch/read-batch.ts';
import type { Temporal } from '../connection.ts';
import type { Verb, VerbCall, VerbResult } from '../verb.ts';
import { withTemporal } from '../with-temporal.ts';

/** `p2m batch status`: the table of a batch. */
export const batchStatus: Verb = {
  name: 'batch status',
  summary: 'show the table of a batch, or follow it',
  usage: 'BATCH',
  about: [
    'BATCH is a batch id, its workflow id, or the beginning of its name (the batch started last). A batch',
    'that Temporal has forgotten is read from the store. Exit code 0 whatever the state is; with --follow,',
    'that of the batch.',
  ],
  options: { follow: { type: 'boolean', help: 'say what becomes of each task until the batch ends' } },
  words: { least: 1, most: 1 },
  run,
};

async function run(call: VerbCall): Promise<VerbResult> {
  const [text = ''] = call.words;
  const store = openStore(call.environment());
  return withTemporal(call, 'p2m batch status', async (temporal) => {
    const found = await findBatch(temporal, text);
    if (found === null) return fromStore(call, text);
    const batch = await newestRun(temporal, found);
    if (call.options['follow'] === true) {
      const end = await followBatch(call, batch, { temporal, store });
      return end === 'detached' ? detachedBatch(batch, call.terminal) : endBatch(temporal, batch, end, call.terminal);
    }
    const view = await readBatch(temporal, store, batch);
    for (const line of batchLines(view, call.terminal.palette)) call.terminal.say(line);
    return { exit: 0, json: batchJson(view) };
  });
}

/** The list may not show yet that a run has continued as new. */
async function newestRun(temporal: Temporal, found: FoundBatch): Promise<FoundBatch> {
  const latest = await latestRun(temporal, found.workflowId);
  return latest?.batchId === found.batchId ? latest : found;
}

async function fromStore({ environment, terminal }: VerbCall, text: string): Promise<VerbResult> {
  const store = openStore(environment());
  const id = (await recordedBatches(store, text.replace(/^batch\//, ''))).at(-1);
  const table = id === undefined ? null : await readTable(store, id);
  if (table === null) throw unknownBatch(text);
  const view = viewOfTable(table);
  for (const line of batchLines(view, terminal.palette)) terminal.say(line);
  return { exit: 0, json: batchJson(view) };
}
