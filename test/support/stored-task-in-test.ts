import type { StoredTask } from '../../contracts/batch.ts';
import { artifact } from './scripted-activities.ts';

/** A task as the store keeps it; another seed is another version. */
export const storedTaskInTest = (name: string, seed: number): StoredTask => ({
  version: 1,
  name,
  config: {
    version: 1,
    name,
    prompt: 'Sort the mail.',
    examples: null,
    test: null,
    kind: 'labels',
    labels: null,
    constraints: { pattern: null, fromInput: false, maxChars: null },
    metric: null,
    teacher: { model: 'm', identity: 'here', votes: 3 },
    retrieve: { policy: 'none', hub: false, sources: null },
    generate: { rows: 100, testRows: 200 },
    student: { baseModel: null },
    train: { steps: null },
    gate: { margin: 0.05, openings: 1 },
    seed,
  },
  operations: {
    budget: {},
    trainMinutes: 5,
    baseUrl: 'http://127.0.0.1:1/v1',
    apiKeyEnv: null,
    price: { inputPer1M: 1, outputPer1M: 1 },
    reviewHours: 72,
    whenStuck: 'fail',
    fresh: false,
    until: null,
  },
  source: artifact('a'),
});
