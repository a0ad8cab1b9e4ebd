import type { Client } from '@temporalio/client';
import { describe, expect, inject, it } from 'vitest';
import { findBatch } from '../../client/batch/find-batch.ts';
import { readBatch } from '../../client/batch/read-batch.ts';
import type { Temporal } from '../../client/connection.ts';
import { fireSchedule } from '../../client/schedule/fire-schedule.ts';
import { findSchedule } from '../../client/schedule/find-schedule.ts';
import { putSchedule, type WantedSchedule } from '../../client/schedule/put-schedule.ts';
import { recentBatches } from '../../client/schedule/recent-batches.ts';
import { specText } from '../../client/schedule/spec-text.ts';
import { StageFailure } from '../../contracts/failure.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import { storeTask } from '../../lib/task/stored-task.ts';
import { withBatchWorkers } from '../support/batch-in-test.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { storedTaskInTest } from '../support/stored-task-in-test.ts';

const server = inject('temporal');

const keep = (store: ObjectStore, name: string, seed: number) => storeTask(store, storedTaskInTest(name, seed));

const wanted = (name: string, tasks: readonly string[]): WantedSchedule => ({
  name,
  tasks,
  batch: { window: 2, segment: 100, minSuccess: 1 },
  note: 'for a test',
  // Once a year: it fires when it is told to.
  spec: { cronExpressions: ['0 3 1 jan * # 0 3 1 jan *'], timezone: 'Europe/Berlin', jitter: 300_000 },
  policies: { overlap: 'SKIP', catchupWindow: 86_400_000, pauseOnFailure: true },
  text: 'once a year',
});

const connected = (client: Client): Temporal => ({
  client,
  ...server,
  call: (_doing, request) => request(),
  close: async () => undefined,
});

/** Fires a schedule and waits for the end of the batch that it starts. */
async function fire(temporal: Temporal, store: ObjectStore, name: string) {
  const found = await findSchedule(temporal, name);
  const { handle } = found;
  const before = found.description.info.numActionsTaken;
  // The batch before has ended, and the server may be a moment late to know.
  await expect.poll(async () => (await handle.describe()).info.runningActions, { timeout: 20_000 }).toEqual([]);
  expect(await fireSchedule(temporal, await findSchedule(temporal, name))).toBe('fired');
  await expect.poll(async () => (await handle.describe()).info.numActionsTaken, { timeout: 20_000 }).toBe(before + 1);
  const ended = async () => (await recentBatches(temporal, store, await handle.describe()))[0];
  await expect.poll(async () => (await ended())?.state, { timeout: 60_000 }).not.toBe('running');
  return ended();
}

describe('a schedule on a real server', () => {
  it('is one, however often it is made, and keeps being paused when it is changed', async () => {
    await withBatchWorkers(server, scriptedActivities().activities, async ({ client }) => {
      const temporal = connected(client);
      expect(await putSchedule(temporal, wanted('s-twice', ['a']))).toBe('created');
      const { handle } = await findSchedule(temporal, 's-twice');
      await handle.pause('holidays');
      expect(
        await putSchedule(temporal, {
          ...wanted('s-twice', ['a', 'b']),
          spec: { intervals: [{ every: 86_400_000 }], timezone: 'UTC' },
          note: null,
        }),
      ).toBe('changed');
      const { description } = await findSchedule(temporal, 's-twice');
      expect(description.state).toMatchObject({ paused: true, note: 'holidays' });
      expect(description.policies).toEqual({ overlap: 'SKIP', catchupWindow: 86_400_000, pauseOnFailure: true });
      expect(description.action.args).toMatchObject([{ source: { stored: ['a', 'b'] } }]);
      expect(specText(description)).toBe('every 1d');
      await handle.delete();
    });
  });

  it('builds the stored tasks at each firing, as they are stored then', async () => {
    const { activities, asked } = scriptedActivities();
    await withBatchWorkers(server, activities, async ({ client, store }) => {
      const temporal = connected(client);
      await keep(store, 's-mail', 1);
      await putSchedule(temporal, wanted('s-fires', ['s-mail']));
      expect(specText((await findSchedule(temporal, 's-fires')).description)).toBe(
        'cron 0 3 1 jan *, Europe/Berlin, up to 5m later',
      );
      const first = await fire(temporal, store, 's-fires');
      const again = await fire(temporal, store, 's-fires');
      await keep(store, 's-mail', 2);
      const changed = await fire(temporal, store, 's-fires');
      const batches = [first, again, changed];
      expect(batches.map((batch) => batch?.state)).toEqual(['done', 'done', 'done']);
      expect(new Set(batches.map((batch) => batch?.batchId)).size).toBe(3);
      const workflowIds = await Promise.all(
        batches.map(async (batch) => {
          const found = await findBatch(temporal, batch?.batchId ?? '');
          if (found === null) throw new Error('the batch is not found by its id');
          return (await readBatch(temporal, store, found)).rows[0]?.workflowId;
        }),
      );
      // The same task is the same workflow, and finds what was built; another version is another.
      expect(workflowIds[0]).toMatch(/^build\/s-mail-[0-9a-f]{12}$/);
      expect(workflowIds[1]).toBe(workflowIds[0]);
      expect(workflowIds[2]).not.toBe(workflowIds[0]);
      expect(asked.filter(({ name }) => name === 'packageModel')).toHaveLength(3);
      await (await findSchedule(temporal, 's-fires')).handle.delete();
    });
  });

  it('pauses when its batch fails, and tells a task that is gone from those that are built', async () => {
    const { activities } = scriptedActivities({
      parseTask: () => Promise.reject(new StageFailure('prompt-unclear', 'nobody understands it')),
    });
    await withBatchWorkers(server, activities, async ({ client, store }) => {
      const temporal = connected(client);
      await keep(store, 's-bad', 1);
      await putSchedule(temporal, wanted('s-fails', ['s-bad', 's-gone']));
      const batch = await fire(temporal, store, 's-fails');
      expect(batch).toMatchObject({ state: 'failed', counts: { done: 0, failed: 2 } });
      const { handle } = await findSchedule(temporal, 's-fails');
      await expect.poll(async () => (await handle.describe()).state.paused, { timeout: 20_000 }).toBe(true);
      const found = await findBatch(temporal, batch?.batchId ?? '');
      if (found === null) throw new Error('the batch is not found by its id');
      const { rows } = await readBatch(temporal, store, found);
      expect(rows.map(({ name, failure }) => [name, failure?.kind])).toEqual([
        ['s-bad', 'prompt-unclear'],
        ['s-gone', 'task-invalid'],
      ]);
      await handle.delete();
    });
  });
});
