import { writeFile } from 'node:fs/promises';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { startTemporalServer } from '../../infra/local/temporal-server.ts';
import { buildInTest } from '../support/build-in-test.ts';
import { type AllActivities, recordOf, scriptedActivities, spent } from '../support/scripted-activities.ts';

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
};

const server = await startTemporalServer({ dbFile: null });
try {
  for (const [scene, replaced] of Object.entries(SCENES)) {
    const { activities } = scriptedActivities(replaced);
    const temporal = { address: server.address, namespace: 'default' };
    await buildInTest(temporal, scene, activities, async ({ handle }) => {
      const end = scene === 'failed' ? handle.cancel() : handle.result();
      await end;
      await handle.result().catch(() => null);
      const history = historyToJSON(await handle.fetchHistory());
      await writeFile(new URL(`histories/${scene}.json`, import.meta.url), `${history}\n`);
    });
  }
} finally {
  await server.stop();
}
