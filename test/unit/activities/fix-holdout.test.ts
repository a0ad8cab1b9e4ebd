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

/** What is set aside for the evaluation of 40 rows, each call at $0.01 and 100 tokens. */
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
  const { usd, tokens, calls } = holdout.evaluation;
  return { usd: Number(usd.toFixed(6)), tokens, calls };
}

it('keeps money back for one answer and all votes on rows that people wrote, for one answer on generated ones', async () => {
  expect(await setAside(3, 'gold')).toEqual({ usd: 1.6, tokens: 16_000, calls: 160 });
  expect(await setAside(1, 'gold')).toEqual({ usd: 0.4, tokens: 4000, calls: 40 });
  expect(await setAside(3, 'generated')).toEqual({ usd: 0.4, tokens: 4000, calls: 40 });
});
