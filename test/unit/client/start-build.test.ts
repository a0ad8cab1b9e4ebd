import { expect, it } from 'vitest';
import { differences } from '../../../client/start-build.ts';
import type { BuildOperations } from '../../../contracts/task-config.ts';

const RUNNING: BuildOperations = {
  budget: { usd: 1 },
  trainMinutes: 30,
  baseUrl: 'http://a',
  apiKeyEnv: null,
  price: null,
  reviewHours: 72,
  whenStuck: 'fail',
  fresh: false,
  until: null,
};

it('names the operational settings in which a joined build differs', () => {
  expect(differences(RUNNING, { ...RUNNING, budget: { usd: 2 }, fresh: true })).toEqual([
    'budget: {"usd":1}, not {"usd":2}',
    'fresh: false, not true',
  ]);
});
it('names none where they are equal', () => {
  expect(differences(RUNNING, { ...RUNNING, budget: { usd: 1 } })).toEqual([]);
});
