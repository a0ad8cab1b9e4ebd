import { writeFile } from 'node:fs/promises';
import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { BuildStatus } from '../../contracts/build.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { startTemporalServer } from '../../infra/local/temporal-server.ts';
import { type BuildModel, buildInTest, INPUT } from '../support/build-in-test.ts';
import { type AllActivities, recordOf, scriptedActivities, spent } from '../support/scripted-activities.ts';

const canned = scriptedActivities().activities;
const TICKETS = {
  id: 'local:tickets',
  title: 'tickets',
  rows: 9,
  license: null,
  fit: 'possible',
  score: 1,
  proven: true,
} as const;

/**
 * Writes the histories that `build-model.test.ts` replays: `node --import tsx test/replay/record-histories.ts`.
 * Run it on purpose only: an old history that no longer replays means that builds under way would break.
 */
const SCENES: Readonly<Record<string, Partial<AllActivities>>> = {
  'happy-path': {},
  'generated-test-and-cut-grant': {
    parseTask: async (input) => ({
      ...(await scriptedActivities().activities.parseTask(input)),
      testSource: 'generated',
      testRowsWanted: 50,
    }),
    writeInputs: async ({ calls, grant }) => ({
      inputs: { uri: '', sha256: 'b'.repeat(64), bytes: 1 },
      count: 10 * (calls.to - calls.from),
      cut: grant.each.calls === null ? null : { nextCall: { usd: 0, tokens: 0, calls: 1 } },
      spending: spent(calls.to - calls.from),
      record: recordOf('write-inputs'),
    }),
  },
  failed: { trainStudent: () => Promise.reject(new Error('a bug shows itself')) },
  'retried-training': { trainStudent: failingOnce() },
  'cancelled-in-training': {
    trainStudent: async () => {
      await Context.current().cancelled;
      throw new Error('never reached');
    },
  },
  'round-two': {
    parseTask: async (input) => ({ ...(await canned.parseTask(input)), rounds: { most: 2, rows: 95 } }),
    examineStudent: async (input) => ({ ...(await canned.examineStudent(input)), score: 0.8, decision: 'again' }),
  },
  reviewed: {
    parseTask: async (input) => ({ ...(await canned.parseTask(input)), retrieve: 'ask', hub: 'leave' }),
    searchDatasets: async (input) => ({
      ...(await canned.searchDatasets(input)),
      candidates: [{ id: 'local:tickets', title: 'tickets', rows: 9, license: null, fit: 'good', score: 1 }],
    }),
  },
  'read-by-the-teacher': {
    parseTask: async (input) => ({ ...(await canned.parseTask(input)), retrieve: 'auto', hub: 'leave' }),
    searchDatasets: async (input) => ({ ...(await canned.searchDatasets(input)), candidates: [TICKETS] }),
    rankDatasets: async (input) => ({
      ...(await canned.rankDatasets(input)),
      candidates: [{ ...TICKETS, fit: 'good', reading: { does: 'yes', why: 'the same queues' } }],
      shown: 1,
    }),
  },
  'parked-and-resumed': {
    parseTask: async (input) => {
      if (input.build.teacher.apiKeyEnv === null) throw new StageFailure('key-missing', 'no key');
      return canned.parseTask(input);
    },
  },
};

/** A trainer that crashes at its first attempt. */
function failingOnce(): AllActivities['trainStudent'] {
  let isFirst = true;
  return async (input) => {
    if (!isFirst) return canned.trainStudent(input);
    isFirst = false;
    throw new StageFailure('trainer-crashed', 'it ended with signal SIGKILL');
  };
}

/** What a person does in a scene, while the build runs. */
async function act(scene: string, handle: WorkflowHandle<BuildModel>): Promise<void> {
  const state = async (wanted: string) => {
    for (;;) {
      const status = await handle.query<BuildStatus>('buildStatus');
      if (status.state === wanted || status.stage === wanted) return status;
    }
  };
  if (scene === 'failed') await handle.cancel();
  if (scene === 'cancelled-in-training') {
    await state('train');
    await handle.cancel();
  }
  if (scene === 'reviewed') {
    const { review } = await state('waiting');
    const decision = { version: 1, listing: review?.listing.sha256, use: 'local:tickets', by: 'ada', note: null };
    await handle.executeUpdate('reviewDatasets', { args: [decision] });
  }
  if (scene === 'parked-and-resumed') {
    const { parked } = await state('parked');
    const order = { version: 1, sinceMs: parked?.sinceMs, apiKeyEnv: 'KEY', by: 'ada', note: null };
    await handle.executeUpdate('resumeBuild', { args: [order] });
  }
}

const server = await startTemporalServer({ dbFile: null });
try {
  for (const [scene, replaced] of Object.entries(SCENES)) {
    const { activities } = scriptedActivities(replaced);
    const temporal = { address: server.address, namespace: 'default' };
    const operations = { ...INPUT.operations, whenStuck: 'park' } as const;
    const use = async ({ handle }: { readonly handle: WorkflowHandle<BuildModel> }) => {
      await act(scene, handle);
      await handle.result().catch(() => null);
      const history = historyToJSON(await handle.fetchHistory());
      await writeFile(new URL(`histories/${scene}.json`, import.meta.url), `${history}\n`);
    };
    await buildInTest(temporal, scene, activities, use, { operations });
  }
} finally {
  await server.stop();
}
