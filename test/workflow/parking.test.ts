import { WorkflowFailedError, type WorkflowHandle, WorkflowUpdateFailedError } from '@temporalio/client';
import { CancelledFailure } from '@temporalio/common';
import { describe, expect, inject, it } from 'vitest';
import type { BuildInput, BuildStatus, Parked, Resumed, ResumeOrder } from '../../contracts/build.ts';
import { StageFailure } from '../../contracts/failure.ts';
import { type BuildModel, buildInTest } from '../support/build-in-test.ts';
import { type AllActivities, scriptedActivities } from '../support/scripted-activities.ts';

const temporal = inject('temporal');
type Handle = WorkflowHandle<BuildModel>;

const operations = (budget: BuildInput['operations']['budget'] = {}): BuildInput['operations'] => ({
  budget,
  trainMinutes: 5,
  baseUrl: 'http://127.0.0.1:1/v1',
  apiKeyEnv: null,
  price: { inputPer1M: 1, outputPer1M: 1 },
  reviewHours: 72,
  whenStuck: 'park',
  fresh: false,
  until: null,
});

/** The stop of a build, once it stands still. Each query is a round trip to its worker; no time is waited for. */
async function stopOf(handle: Handle): Promise<Parked> {
  for (;;) {
    const { parked } = await handle.query<BuildStatus>('buildStatus');
    if (parked !== null) return parked;
  }
}

const order = (stop: Parked, correction: Partial<ResumeOrder> = {}): ResumeOrder => ({
  version: 1,
  sinceMs: stop.sinceMs,
  by: 'ada',
  note: null,
  ...correction,
});
const resume = (handle: Handle, given: ResumeOrder, updateId?: string): Promise<Resumed> =>
  handle.executeUpdate<Resumed, [ResumeOrder]>('resumeBuild', {
    args: [given],
    ...(updateId === undefined ? {} : { updateId }),
  });

/** Parses only with the variable that the correction names. */
const parsesWith = (variable: string): Pick<AllActivities, 'parseTask'> => ({
  parseTask: async (input) => {
    if (input.build.teacher.apiKeyEnv !== variable) throw new StageFailure('key-refused', 'the key is refused');
    return scriptedActivities().activities.parseTask(input);
  },
});

describe('a build that meets what a person can mend', () => {
  it('stands still, is found by ParkedFor, and goes on with the correction', async () => {
    const { activities, asked } = scriptedActivities(parsesWith('RIGHT'));
    await buildInTest(
      temporal,
      'parked-key',
      activities,
      async ({ handle }) => {
        const stop = await stopOf(handle);
        expect(stop).toMatchObject({ kind: 'key-refused', message: 'the key is refused' });
        const status = await handle.query<BuildStatus>('buildStatus');
        expect([status.state, status.stage]).toEqual(['parked', 'parse']);
        expect((await handle.describe()).searchAttributes['ParkedFor']).toEqual(['key-refused']);
        expect(asked.map(({ name }) => name)).toEqual(['parseTask']);

        const resumed = await resume(handle, order(stop, { apiKeyEnv: 'RIGHT', note: 'rotated' }));
        expect(resumed).toEqual({ stage: 'parse', from: stop });
        expect((await handle.result()).verdict.decision).toBe('unproven');
        expect((await handle.describe()).searchAttributes['ParkedFor']?.[0] ?? null).toBeNull();
        expect(asked.at(-1)?.input).toMatchObject({
          state: 'done',
          interventions: [{ update: 'resumeBuild', by: 'ada', note: 'rotated' }],
        });
      },
      { operations: operations() },
    );
  });

  it('stops again where the correction did not help, and refuses orders about the stop before', async () => {
    const { activities } = scriptedActivities(parsesWith('RIGHT'));
    await buildInTest(
      temporal,
      'parked-twice',
      activities,
      async ({ handle }) => {
        const first = await stopOf(handle);
        await resume(handle, order(first, { apiKeyEnv: 'WRONG' }));
        const second = await stopOf(handle);
        expect(second.sinceMs).toBeGreaterThan(first.sinceMs);
        await expect(resume(handle, order(first, { apiKeyEnv: 'RIGHT' }))).rejects.toBeInstanceOf(
          WorkflowUpdateFailedError,
        );
        const given = order(second, { apiKeyEnv: 'RIGHT' });
        // The same order sent twice is one.
        await Promise.all([resume(handle, given, 'same'), resume(handle, given, 'same')]);
        await handle.result();
        await expect(resume(handle, given)).rejects.toThrow(/already completed/);
      },
      { operations: operations() },
    );
  });

  it('refuses to go on from an empty budget without a new one, and pays nothing twice with it', async () => {
    const { activities, asked } = scriptedActivities();
    await buildInTest(
      temporal,
      'parked-budget',
      activities,
      async ({ handle }) => {
        const stop = await stopOf(handle);
        expect(stop.kind).toBe('budget-reached');
        await expect(resume(handle, order(stop))).rejects.toMatchObject({
          cause: { message: expect.stringContaining('say what the new one is') },
        });
        await resume(handle, order(stop, { budget: { usd: 100 } }));
        expect((await handle.result()).cost.calls).toBe(854);
        expect(asked.filter(({ name }) => name === 'parseTask').length).toBeGreaterThan(0);
      },
      { operations: operations({ usd: 0.015 }) },
    );
  });

  it('waits for what is under way before it stands still, and counts finished pieces once when it goes on', async () => {
    let mended = false;
    let underWay = 0;
    const { activities, asked } = scriptedActivities({
      labelInputs: async (input) => {
        underWay += 1;
        try {
          if (input.rows.from === 100 && !mended)
            throw new StageFailure('teacher-out-of-credit', 'the account is empty');
          return await scriptedActivities().activities.labelInputs(input);
        } finally {
          underWay -= 1;
        }
      },
    });
    await buildInTest(
      temporal,
      'parked-labels',
      activities,
      async ({ handle }) => {
        const stop = await stopOf(handle);
        expect(underWay).toBe(0);
        const before = asked.length;
        expect((await handle.query<BuildStatus>('buildStatus')).stage).toBe('generate');
        mended = true;
        await resume(handle, order(stop));
        const { cost } = await handle.result();
        // As an undisturbed build: 34 calls before generation, 20 calls for inputs, 3 votes on each of 200, and 200 for the evaluation.
        expect(cost.calls).toBe(854);
        expect(asked.length).toBeGreaterThan(before);
      },
      { operations: operations() },
    );
  });

  it('ends CANCELED where it is cancelled while it stands still', async () => {
    const { activities, asked } = scriptedActivities(parsesWith('RIGHT'));
    await buildInTest(
      temporal,
      'parked-cancelled',
      activities,
      async ({ handle }) => {
        await stopOf(handle);
        await handle.cancel();
        const end = await handle.result().catch((error: unknown) => error);
        expect(end).toBeInstanceOf(WorkflowFailedError);
        expect(end).toMatchObject({ cause: expect.any(CancelledFailure) });
        expect(asked.at(-1)?.input).toMatchObject({ state: 'cancelled' });
      },
      { operations: operations() },
    );
  });
});
