import { describe, expect, it } from 'vitest';
import type { SoundFile } from '../../../../client/batch/collect-tasks.ts';
import { confirmBatch } from '../../../../client/batch/confirm-batch.ts';
import type { Budget } from '../../../../contracts/budget.ts';
import { createFakeTerminal } from '../../../support/fake-terminal.ts';
import { verbCall } from '../../../support/verb-call.ts';

const fileWith = (name: string, budget: Budget): SoundFile => ({
  file: `${name}.yaml`,
  name,
  prepared: {
    task: {
      file: { name, prompt: 'Sort it', labels: ['x', 'y'], generate: { rows: 100 } },
      examples: [],
      test: null,
      baseModel: null,
      folder: '/',
    },
    operations: {
      budget,
      trainMinutes: 30,
      baseUrl: 'http://h',
      apiKeyEnv: null,
      price: { inputPer1M: 1, outputPer1M: 1 },
      reviewHours: 72,
      whenStuck: 'fail',
      fresh: false,
      until: null,
    },
  },
});
const TASKS = [fileWith('capped', { usd: 2 }), fileWith('open', {})];

const callsIn = (lines: readonly string[]) => Number(/([\d,]+) calls/.exec(lines.join('\n'))?.[1]?.replaceAll(',', ''));

describe('confirmBatch', () => {
  it('adds the worst cases up, asks once, and makes each its own budget where there is none', async () => {
    const one = createFakeTerminal('screen', ['y']);
    const [alone] = await confirmBatch(verbCall({ terminal: one }), TASKS.slice(1));
    const both = createFakeTerminal('screen', ['y']);
    const confirmed = await confirmBatch(verbCall({ terminal: both }), TASKS);
    expect(both.asked).toHaveLength(1);
    expect(confirmed.map(({ operations }) => operations.budget)).toEqual([{ usd: 2 }, alone?.operations.budget]);
    expect(callsIn(both.said)).toBe(2 * callsIn(one.said));
    expect(both.said.at(-1)).toBe('2 tasks, 1 of them without a budget.');
  });
  it('submits nothing where a person says no', async () => {
    const terminal = createFakeTerminal('screen', ['no']);
    await expect(confirmBatch(verbCall({ terminal }), TASKS)).rejects.toMatchObject({ kind: 'not-confirmed' });
  });
  it('goes on under the given budgets alone where nobody can be asked', async () => {
    const confirmed = await confirmBatch(verbCall({}), TASKS);
    expect(confirmed.map(({ operations }) => operations.budget)).toEqual([{ usd: 2 }, {}]);
  });
  it('asks nobody where --yes confirms', async () => {
    const confirmed = await confirmBatch(verbCall({ options: { yes: true } }), TASKS);
    expect(confirmed[1]?.operations.budget.calls).toBeGreaterThan(0);
  });
});
