import { CancelledFailure } from '@temporalio/common';
import { describe, expect, inject, it } from 'vitest';
import { readTable } from '../../lib/batch/batch-table.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { workflowIdOf } from '../../contracts/names.ts';
import { startBatch, startBuildInTest, taskInTest, withBatchWorkers } from '../support/batch-in-test.ts';
import { createGate } from '../support/gate.ts';
import { scriptedActivities } from '../support/scripted-activities.ts';
import { endOf } from '../support/end-of.ts';

const temporal = inject('temporal');

const refusing = (...names: readonly string[]) =>
  scriptedActivities({
    parseTask: (input) =>
      names.includes(input.build.name)
        ? Promise.reject(new StageFailure('prompt-unclear', `nobody understands ${input.build.name}`))
        : scriptedActivities().activities.parseTask(input),
  });

/** What the tests compare of a row: times and ids differ from run to run. */
const essence = ({ name, state, failure }: { name: string; state: string; failure: { kind: string } | null }) =>
  `${name} ${failure?.kind ?? state}`;

describe('buildBatch', () => {
  it('builds every task; one that fails is a row of the table and ends nothing', async () => {
    const { activities } = refusing('b-poison');
    await withBatchWorkers(temporal, activities, async (world) => {
      const bad = { state: 'bad', name: 'b-bad', failure: { kind: 'task-invalid', message: 'no prompt' } } as const;
      const { handle, batchId } = await startBatch(world, [
        taskInTest('b-one'),
        taskInTest('b-poison'),
        bad,
        taskInTest('b-two'),
      ]);
      const result = await handle.result();
      const counts = { waiting: 0, running: 0, done: 2, failed: 2, cancelled: 0 };
      // The two that are done paid for 854 calls each.
      expect(result).toEqual({
        batchId,
        total: 4,
        counts,
        cost: { usd: 17.08, inputTokens: 102_480, outputTokens: 68_320, tokens: 170_800, calls: 1_708 },
        table: `batches/${batchId}/table.json`,
      });
      const table = await readTable(world.store, batchId);
      expect(table).toMatchObject({ state: 'done', total: 4, counts, segments: [{ number: 0, rows: 4 }] });
      expect(table?.rows.map(essence)).toEqual([
        'b-one done',
        'b-poison prompt-unclear',
        'b-bad task-invalid',
        'b-two done',
      ]);
      expect(table?.rows[0]).toMatchObject({ index: 0, joined: false, verdict: 'unproven', score: 0.9 });
    });
  });

  it('marks its builds and itself with its id, and answers how it stands', async () => {
    const { activities } = refusing('q-one');
    await withBatchWorkers(temporal, activities, async (world) => {
      const { handle, batchId } = await startBatch(world, [taskInTest('q-one')], { minSuccess: 0 });
      await handle.result();
      expect(await handle.query('batchStatus')).toMatchObject({ batchId, state: 'done', total: 1, window: 4, from: 0 });
      const child = world.client.workflow.getHandle(workflowIdOf('q-one', taskInTest('q-one').taskHash));
      for (const described of [await handle.describe(), await child.describe()])
        expect(described.searchAttributes['BatchId']).toEqual([batchId]);
      expect((await child.describe()).raw.workflowExecutionInfo?.parentExecution?.workflowId).toBe(handle.workflowId);
    });
  });

  it('never has more builds under way than its window, and always as many', async () => {
    const gate = createGate();
    const names = Array.from({ length: 5 }, (_, at) => `w-${at}`);
    const { activities } = scriptedActivities({
      parseTask: async ({ build }) => {
        await gate.pass();
        throw new StageFailure('prompt-unclear', `nobody understands ${build.name}`);
      },
    });
    await withBatchWorkers(temporal, activities, async (world) => {
      const { handle } = await startBatch(world, names.map(taskInTest), { window: 2, minSuccess: 0 });
      await gate.reached(2);
      expect(await handle.query('batchStatus')).toMatchObject({ counts: { running: 2, waiting: 3 } });
      gate.open();
      expect((await handle.result()).counts.failed).toBe(5);
      expect(gate.most()).toBe(2);
    });
  });

  it('waits for the end of a build that runs already, and does not count its cost as its own', async () => {
    const gate = createGate();
    const { activities, asked } = scriptedActivities({
      parseTask: async (input) => {
        await gate.pass();
        return scriptedActivities().activities.parseTask(input);
      },
    });
    await withBatchWorkers(temporal, activities, async (world) => {
      const build = await startBuildInTest(world.client, 'j-one');
      await gate.reached(1);
      const { handle, batchId } = await startBatch(world, [taskInTest('j-one')]);
      await expect
        .poll(() => handle.query('batchStatus'))
        .toMatchObject({ rows: [{ joined: true, state: 'running' }] });
      gate.open();
      const { cost, counts } = await handle.result();
      expect(counts.done).toBe(1);
      expect(cost.calls).toBe(0);
      const { buildId } = await build.result();
      expect((await readTable(world.store, batchId))?.rows).toMatchObject([
        { buildId, joined: true, state: 'done', cost: { calls: 854 } },
      ]);
      expect(asked.filter(({ name }) => name === 'parseTask')).toHaveLength(1);
    });
  });

  it('cancels the builds it started when it is cancelled, leaves one that it joined alone, and records that', async () => {
    const gate = createGate();
    const { activities } = scriptedActivities({
      parseTask: async (input) => {
        await gate.pass();
        return scriptedActivities().activities.parseTask(input);
      },
    });
    await withBatchWorkers(temporal, activities, async (world) => {
      const foreign = await startBuildInTest(world.client, 'c-foreign');
      const names = ['c-foreign', 'c-one', 'c-two'];
      const { handle, batchId } = await startBatch(world, names.map(taskInTest), { window: 2 });
      await gate.reached(2);
      await handle.cancel();
      expect(await endOf(handle.result())).toBeInstanceOf(CancelledFailure);
      expect((await handle.describe()).status.name).toBe('CANCELLED');
      expect((await foreign.describe()).status.name).toBe('RUNNING');
      const child = world.client.workflow.getHandle(workflowIdOf('c-one', taskInTest('c-one').taskHash));
      expect((await child.describe()).status.name).toBe('CANCELLED');
      expect(await readTable(world.store, batchId)).toMatchObject({
        state: 'cancelled',
        counts: { waiting: 1, running: 0, done: 0, failed: 0, cancelled: 2 },
      });
      gate.open();
      await foreign.result();
    });
  });

  it('continues as new with an empty window and keeps the rows of every run', async () => {
    const names = Array.from({ length: 5 }, (_, at) => `n-${at}`);
    const { activities } = refusing(...names.slice(0, 4));
    await withBatchWorkers(temporal, activities, async (world) => {
      const { handle, batchId } = await startBatch(world, names.map(taskInTest), { segment: 2, minSuccess: 0.2 });
      const { counts } = await handle.result();
      expect(counts).toEqual({ waiting: 0, running: 0, done: 1, failed: 4, cancelled: 0 });
      const first = await world.client.workflow.getHandle(handle.workflowId, handle.firstExecutionRunId).describe();
      expect(first.status.name).toBe('CONTINUED_AS_NEW');
      const table = await readTable(world.store, batchId);
      expect(table?.rows.map(({ name }) => name)).toEqual(names);
      expect(table?.segments.map(({ number, rows }) => [number, rows])).toEqual([
        [0, 2],
        [1, 2],
        [2, 1],
      ]);
      expect(table).toMatchObject({ state: 'done', counts, cost: { calls: 854 } });
      expect(await handle.query('batchStatus')).toMatchObject({ from: 4, counts });
    });
  });

  it('fails by its kind, after all is recorded, where fewer were built than it was asked for', async () => {
    const { activities } = refusing('m-one', 'm-two');
    await withBatchWorkers(temporal, activities, async (world) => {
      const names = ['m-one', 'm-two', 'm-three'];
      const { handle, batchId } = await startBatch(world, names.map(taskInTest), { minSuccess: 0.34 });
      expect(await endOf(handle.result())).toMatchObject({ type: 'too-few-built' });
      expect(await readTable(world.store, batchId)).toMatchObject({ state: 'failed', counts: { done: 1, failed: 2 } });
    });
  });

  it('tells how a build that it joined has failed', async () => {
    const gate = createGate();
    const { activities } = scriptedActivities({
      parseTask: async () => {
        await gate.pass();
        throw new StageFailure('prompt-unclear', 'nobody understands it');
      },
    });
    await withBatchWorkers(temporal, activities, async (world) => {
      const build = await startBuildInTest(world.client, 'f-one');
      await gate.reached(1);
      const { handle, batchId } = await startBatch(world, [taskInTest('f-one')], { minSuccess: 0 });
      await expect.poll(() => handle.query('batchStatus')).toMatchObject({ rows: [{ joined: true }] });
      gate.open();
      await handle.result();
      expect(await endOf(build.result())).toMatchObject({ type: 'prompt-unclear' });
      expect((await readTable(world.store, batchId))?.rows).toMatchObject([
        { joined: true, state: 'failed', failure: { kind: 'prompt-unclear', message: 'nobody understands it' } },
      ]);
    });
  });

  it('leaves no build behind that nobody watches when it is terminated', async () => {
    const gate = createGate();
    const { activities, asked } = scriptedActivities({
      parseTask: async (input) => {
        await gate.pass();
        return scriptedActivities().activities.parseTask(input);
      },
    });
    await withBatchWorkers(temporal, activities, async (world) => {
      const { handle } = await startBatch(world, [taskInTest('t-one')]);
      await gate.reached(1);
      await handle.terminate('by a test');
      const child = world.client.workflow.getHandle(workflowIdOf('t-one', taskInTest('t-one').taskHash));
      expect(await endOf(child.result())).toBeInstanceOf(CancelledFailure);
      expect(asked.at(-1)).toMatchObject({ name: 'recordBuild', input: { state: 'cancelled' } });
    });
  });
});
