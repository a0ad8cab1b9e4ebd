import { EventEmitter, once } from 'node:events';
import { ApplicationFailure, CancelledFailure } from '@temporalio/common';
import { Context } from '@temporalio/activity';
import { describe, expect, inject, it } from 'vitest';
import { StageFailure } from '../../contracts/failure.ts';
import { buildInTest } from '../support/build-in-test.ts';
import { endOf } from '../support/end-of.ts';
import { recordOf, scriptedActivities, spent } from '../support/scripted-activities.ts';

const temporal = inject('temporal');

describe('buildModel', () => {
  it('runs the stages in their order and adds up what they paid', async () => {
    const { activities, asked } = scriptedActivities();
    await buildInTest(temporal, 'story', activities, async ({ handle }) => {
      const result = await handle.result();
      expect(asked.map((call) => call.name).filter((name, index, all) => name !== all[index - 1])).toEqual([
        'parseTask',
        'proposeAttributes',
        'fixHoldout',
        'pilotTeacher',
        'writeInputs',
        'poolInputs',
        'labelInputs',
        'assembleDataset',
        'proposeStudents',
        'searchBaseModels',
        'trainStudent',
        'exportStudent',
        'compareStudents',
        'evaluateStudent',
        'packageModel',
        'recordBuild',
      ]);
      expect(result.verdict).toEqual({ decision: 'unproven', reason: 'too few rows' });
      // 1 call for attributes, 33 of the pilot, 20 for inputs, 3 votes on each of 200, and 200 for the evaluation.
      expect(result.cost).toEqual({ usd: 8.54, inputTokens: 51_240, outputTokens: 34_160, tokens: 85_400, calls: 854 });
    });
  });

  it('answers the status query with every stage and shows search attributes', async () => {
    const { activities } = scriptedActivities();
    await buildInTest(temporal, 'status', activities, async ({ handle }) => {
      await handle.result();
      const status = await handle.query('buildStatus');
      expect(status).toMatchObject({ state: 'done', stage: 'package', cost: { calls: 854 } });
      const { typedSearchAttributes } = await handle.describe();
      const attributes = Object.fromEntries(typedSearchAttributes.getAll().map(({ key, value }) => [key.name, value]));
      expect(attributes).toMatchObject({ BuildStage: 'done', TaskKind: 'labels', Verdict: 'unproven', BestScore: 0.9 });
    });
  });

  it('fails with the kind of what a person must mend, and records that', async () => {
    const { activities, asked } = scriptedActivities({
      parseTask: () => Promise.reject(new StageFailure('key-refused', 'the endpoint refused the key')),
    });
    await buildInTest(temporal, 'refused', activities, async ({ handle }) => {
      const end = await endOf(handle.result());
      expect(end).toBeInstanceOf(ApplicationFailure);
      expect(end).toMatchObject({ type: 'key-refused', message: 'the endpoint refused the key' });
      expect(asked.map((call) => call.name)).toEqual(['parseTask', 'recordBuild']);
      expect(asked.at(-1)?.input).toMatchObject({ state: 'failed', failure: { kind: 'key-refused' } });
    });
  });

  it('calls a stage that its grant cut short again, and counts what it paid once', async () => {
    let calls = 0;
    const { activities, asked } = scriptedActivities({
      writeInputs: async ({ calls: range }) => {
        calls += 1;
        const cut = calls === 1 ? { nextCall: { usd: 0.01, tokens: 100, calls: 1 } } : null;
        return {
          inputs: { uri: '', sha256: 'b'.repeat(64), bytes: 1 },
          count: 100,
          cut,
          spending: spent(range.to - range.from),
          record: recordOf('write-inputs', range.from),
        };
      },
    });
    await buildInTest(temporal, 'cut', activities, async ({ handle }) => {
      const result = await handle.result();
      expect(asked.filter((call) => call.name === 'writeInputs')).toHaveLength(3);
      expect(result.cost.calls).toBe(854);
    });
  });

  it('gives another grant when all attempts of the first have died', async () => {
    let first = true;
    const { activities, asked } = scriptedActivities({
      evaluateStudent: async (input) => {
        if (!first) return scriptedActivities().activities.evaluateStudent(input);
        first = false;
        throw new StageFailure('grant-spent', 'both attempts died', { details: { charged: spent(1).charged } });
      },
    });
    await buildInTest(temporal, 'died', activities, async ({ handle }) => {
      expect((await handle.result()).verdict.decision).toBe('unproven');
      expect(asked.filter((call) => call.name === 'evaluateStudent')).toHaveLength(2);
    });
  });

  it('stops for the budget before the first row when the cap holds no call, and says so', async () => {
    const { activities, asked } = scriptedActivities();
    const operations = {
      budget: { usd: 0.015 },
      trainMinutes: 5,
      baseUrl: 'http://127.0.0.1:1/v1',
      apiKeyEnv: null,
      price: { inputPer1M: 1, outputPer1M: 1 },
      reviewHours: 72,
      whenStuck: 'fail' as const,
      fresh: false,
      until: null,
    };
    await buildInTest(
      temporal,
      'poor',
      activities,
      async ({ handle }) => {
        expect(await endOf(handle.result())).toMatchObject({ type: 'budget-reached' });
        expect(asked.some((call) => call.name === 'writeInputs')).toBe(false);
      },
      { operations },
    );
  });

  it('ends CANCELED when it is cancelled in training, and records that', async () => {
    const training = new EventEmitter();
    const started = once(training, 'started');
    const { activities, asked } = scriptedActivities({
      trainStudent: async () => {
        training.emit('started');
        const context = Context.current();
        const beat = setInterval(() => context.heartbeat(), 100);
        await context.cancelled.finally(() => clearInterval(beat));
        throw new Error('never reached');
      },
    });
    await buildInTest(temporal, 'cancelled', activities, async ({ handle }) => {
      await started;
      await handle.cancel();
      expect(await endOf(handle.result())).toBeInstanceOf(CancelledFailure);
      expect((await handle.describe()).status.name).toBe('CANCELLED');
      expect(asked.at(-1)).toMatchObject({ name: 'recordBuild', input: { state: 'cancelled' } });
    });
  });

  it('refuses to train on too few rows and says why they are missing', async () => {
    const { activities } = scriptedActivities({
      poolInputs: async () => ({
        inputs: { uri: '', sha256: 'c'.repeat(64), bytes: 1 },
        count: 5,
        duplicates: 195,
        record: recordOf('pool-inputs'),
      }),
    });
    await buildInTest(temporal, 'dry', activities, async ({ handle }) => {
      const end = await endOf(handle.result());
      expect(end).toMatchObject({ type: 'too-few-rows' });
      expect(String(end)).toContain('mostly inputs that were there already');
    });
  });
});
