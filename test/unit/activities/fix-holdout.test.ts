import { MockActivityEnvironment } from '@temporalio/testing';
import { DefaultLogger } from '@temporalio/worker';
import { expect, it } from 'vitest';
import { createFixHoldout } from '../../../activities/fix-holdout.ts';
import type { Holdout } from '../../../contracts/activities.ts';
import type { CpuPorts } from '../../../activities/ports.ts';
import { putJson, putRows } from '../../../lib/store/blobs.ts';
import { createMemoryStore } from '../../support/memory-store.ts';
import { storedTaskInTest } from '../../support/stored-task-in-test.ts';
import { TRIAGE_SPEC } from '../../support/triage-spec.ts';

const rows = Array.from({ length: 40 }, (_, at) => ({ input: `message ${at}`, output: 'billing' }));
const generated = rows.map((row, at) => ({
  ...row,
  id: `${at}`,
  origin: 'generated' as const,
  votes: [],
  agreement: 1,
  group: `${at}`,
}));

/** What the evaluation of 40 rows is set aside for, and what its votes may cost, each call at $0.01 and 100 tokens. */
async function setAside(votes: number, whose: 'gold' | 'generated') {
  const store = createMemoryStore();
  const { config } = storedTaskInTest('triage', 1);
  const test = whose === 'gold' ? await putRows(store, rows) : null;
  const build = {
    buildId: 'b',
    name: 'triage',
    config: await putJson(store, { ...config, test, teacher: { ...config.teacher, votes } }),
    teacher: { baseUrl: '', apiKeyEnv: null, price: null },
    fresh: false,
  };
  const input = {
    build,
    spec: await putJson(store, TRIAGE_SPEC),
    generated: whose === 'gold' ? [] : [await putRows(store, generated)],
    imported: null,
  };
  const ports: Pick<CpuPorts, 'store' | 'teacher'> = {
    store,
    teacher: {
      ask: () => {
        throw new Error('nobody is asked yet');
      },
      probe: async () => {},
      worstCase: () => ({ usd: 0.01, tokens: 100, calls: 1 }),
    },
  };
  const environment = new MockActivityEnvironment({}, { logger: new DefaultLogger('ERROR') });
  const holdout: Holdout = await environment.run(createFixHoldout(ports), input);
  return [holdout.evaluation, holdout.votes].map((amount) => ({
    ...amount,
    usd: Number(amount?.usd.toFixed(6)),
  }));
}

const CALLS = (calls: number) => ({ usd: calls / 100, tokens: 100 * calls, calls });

it('keeps money back for one answer a row, and says what votes on rows that people wrote may cost beside', async () => {
  // Three votes, and one more where they tie.
  expect(await setAside(3, 'gold')).toEqual([CALLS(40), CALLS(160)]);
  expect(await setAside(1, 'gold')).toEqual([CALLS(40), CALLS(0)]);
  expect(await setAside(3, 'generated')).toEqual([CALLS(40), CALLS(0)]);
});
