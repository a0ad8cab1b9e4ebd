import { defineConfig } from 'vitest/config';

/** One project per tier; each is a folder under `test/`. */
const unit = {
  name: 'unit',
  include: ['test/unit/**/*.test.ts'],
  // Its tests share no state that is written: a fresh process for each of so many files would take three times as long.
  pool: 'threads' as const,
  isolate: false,
  // By itself vitest leaves a core idle, which is half of two.
  maxWorkers: '100%',
};

const contract = { name: 'contract', include: ['test/contract/**/*.test.ts'], testTimeout: 120_000 };

const replay = { name: 'replay', include: ['test/replay/**/*.test.ts'], testTimeout: 60_000 };

/** Real servers, one file at a time: the machine may have two cores, and time-outs are part of what is tested. */
const onServers = { globalSetup: ['test/support/servers.ts'], fileParallelism: false };

const workflow = {
  ...onServers,
  name: 'workflow',
  include: ['test/workflow/**/*.test.ts'],
  testTimeout: 120_000,
  hookTimeout: 120_000,
};

const e2e = {
  ...onServers,
  name: 'e2e',
  include: ['test/e2e/**/*.test.ts'],
  testTimeout: 600_000,
  hookTimeout: 120_000,
};

/** After the unit tier, which has a number of workers of its own. */
const later = [contract, replay, workflow, e2e].map((tier) => ({ ...tier, sequence: { groupOrder: 1 } }));

export default defineConfig({
  test: { projects: [unit, ...later].map((test) => ({ test })) },
});
