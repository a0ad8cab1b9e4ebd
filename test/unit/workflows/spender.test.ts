import { expect, it } from 'vitest';
import type { Spending } from '../../../contracts/budget.ts';
import type { Stage } from '../../../contracts/names.ts';
import { createLedger, NOTHING } from '../../../workflows/ledger.ts';
import { createSpender } from '../../../workflows/spender.ts';
import { recordOf, spent } from '../../support/scripted-activities.ts';

it('books what comes back to the stage under way', async () => {
  let stage: Stage = 'parse';
  const spender = createSpender(createLedger({}), () => stage);
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
  expect(spender.cost()).toEqual({ usd: 0.03, inputTokens: 180, outputTokens: 120, calls: 3, tokens: 300 });
});
