import { expect, it } from 'vitest';
import type { Spending } from '../../../contracts/budget.ts';
import type { Stage } from '../../../contracts/names.ts';
import { createLedger, NOTHING } from '../../../workflows/ledger.ts';
import { createSpender } from '../../../workflows/spender.ts';
import { recordOf, spent } from '../../support/scripted-activities.ts';

it('books what comes back to the stage under way', async () => {
  let stage: Stage = 'parse';
  let seconds = 0;
  const spender = createSpender(createLedger({}), () => ({ stage, seconds: (seconds += 10) }));
  let piece = 0;
  const pay = (spending: Spending) =>
    spender.spend({ expected: NOTHING, least: NOTHING, sharers: 1 }, async () => ({
      spending,
      cut: null,
      record: recordOf('x', piece++),
    }));
  await pay(spent(0));
  stage = 'generate';
  await pay({ ...spent(2), rejected: { empty: 1 } });
  await pay({ ...spent(1), rejected: { empty: 2, 'cut-off': 1 } });
  stage = 'evaluate';
  await pay({ ...spent(0), reused: 7 });
  expect(spender.costs()).toEqual([
    {
      stage: 'generate',
      paid: { usd: 0.03, inputTokens: 180, outputTokens: 120, calls: 3 },
      reused: 0,
      rejected: { empty: 3, 'cut-off': 1 },
    },
    { stage: 'evaluate', paid: { usd: 0, inputTokens: 0, outputTokens: 0, calls: 0 }, reused: 7, rejected: {} },
  ]);
  expect(spender.spent()).toEqual([
    { seconds: 10, stage: 'parse', usd: 0, tokens: 0 },
    { seconds: 20, stage: 'generate', usd: 0.02, tokens: 200 },
    { seconds: 30, stage: 'generate', usd: 0.03, tokens: 300 },
    { seconds: 40, stage: 'evaluate', usd: 0.03, tokens: 300 },
  ]);
  expect(spender.cost()).toEqual({ usd: 0.03, inputTokens: 180, outputTokens: 120, calls: 3, tokens: 300 });
});

it('tells what was spent in at most so many points, and always where a stage ended', async () => {
  let stage: Stage = 'generate';
  let seconds = 0;
  const spender = createSpender(createLedger({}), () => ({ stage, seconds }));
  for (let piece = 0; piece < 1001; piece += 1) {
    seconds = piece;
    stage = piece === 1000 ? 'evaluate' : 'generate';
    await spender.spend({ expected: NOTHING, least: NOTHING, sharers: 1 }, async () => ({
      spending: spent(1),
      cut: null,
      record: recordOf('x', piece),
    }));
  }
  const points = spender.spent();
  expect(points.length).toBeLessThanOrEqual(202);
  expect(points.slice(-2)).toMatchObject([
    { stage: 'generate', seconds: 999, tokens: 100_000 },
    { stage: 'evaluate', seconds: 1000, tokens: 100_100 },
  ]);
});
