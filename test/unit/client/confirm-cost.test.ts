import { describe, expect, it } from 'vitest';
import { CommandFailure } from '../../../client/command-failure.ts';
import { confirmCost } from '../../../client/confirm-cost.ts';
import type { Terminal } from '../../../client/terminal/terminal.ts';
import type { VerbCall } from '../../../client/verb.ts';
import type { BuildOperations } from '../../../contracts/task-config.ts';
import { createFakeTerminal } from '../../support/fake-terminal.ts';

const OPERATIONS: BuildOperations = {
  budget: {},
  trainMinutes: 30,
  baseUrl: 'http://h',
  apiKeyEnv: null,
  price: { inputPer1M: 1, outputPer1M: 1 },
  reviewHours: 72,
  whenStuck: 'fail',
  fresh: false,
  until: null,
};
const WORST = {
  undisturbed: { usd: 1, tokens: 2_000_000, calls: 10 },
  most: { usd: 6, tokens: 12_000_000, calls: 60 },
};

async function confirm(
  shows: Terminal['shows'],
  answers: string[],
  options = {},
  operations: Partial<BuildOperations> = {},
) {
  const terminal = createFakeTerminal(shows, answers);
  const call: VerbCall = {
    options,
    words: [],
    terminal,
    clock: { now: () => 0, wait: async () => undefined },
    interrupted: new AbortController().signal,
    cwd: '/',
    env: {},
    readInput: async () => '',
    environment: () => {
      throw new Error('no environment is asked for');
    },
  };
  const decided = await confirmCost(call, { ...OPERATIONS, ...operations }, WORST).catch((error: unknown) => error);
  return { decided, terminal };
}

describe('confirmCost', () => {
  it('shows the worst case before it asks, and makes it the budget of who says yes', async () => {
    const { decided, terminal } = await confirm('screen', ['Yes']);
    expect(terminal.said).toEqual([
      'At most   $1.00  10 calls   2.0 M tokens  if no answer is rejected',
      'At worst  $6.00  60 calls  12.0 M tokens  if each is rejected and asked for 5 times more',
      'No budget is set.',
    ]);
    expect(terminal.asked.length).toBe(1);
    expect(decided).toEqual({ ...OPERATIONS, budget: { usd: 6, tokens: 12_000_000, calls: 60 } });
  });
  it('leaves a budget as it is', async () => {
    const { decided, terminal } = await confirm('screen', ['y'], {}, { budget: { usd: 2, minutes: 9 } });
    expect(decided).toEqual({ ...OPERATIONS, budget: { usd: 2, minutes: 9 } });
    expect(terminal.said.at(-1)).toBe('The budget ends it at $2.00, 9 minutes.');
  });
  it.each(['n', '', 'yesterday'])('submits nothing after the answer %j', async (answer) => {
    const { decided } = await confirm('screen', [answer]);
    expect(decided).toBeInstanceOf(CommandFailure);
    expect(decided).toMatchObject({ kind: 'not-confirmed' });
  });
  it('asks nobody where --yes confirms', async () => {
    const { decided, terminal } = await confirm('screen', [], { yes: true });
    expect(terminal.asked).toEqual([]);
    expect(decided).toMatchObject({ budget: { usd: 6 } });
  });
  it('goes on under the given budget alone where nobody can be asked', async () => {
    const { decided, terminal } = await confirm('lines', []);
    expect(decided).toEqual(OPERATIONS);
    expect(terminal.said.length).toBe(3);
  });
  it('has no cap in dollars where no price is known', async () => {
    const { decided } = await confirm('screen', ['y'], {}, { price: null });
    expect(decided).toMatchObject({ budget: { tokens: 12_000_000, calls: 60 } });
    expect(decided).not.toHaveProperty('budget.usd');
  });
});
