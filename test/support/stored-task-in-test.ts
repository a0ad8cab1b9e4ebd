import type { StoredTask } from '../../contracts/batch.ts';
import { INPUT } from './build-in-test.ts';
import { artifact } from './scripted-activities.ts';
import { UNCONSTRAINED } from '../../lib/task/unconstrained.ts';
import { ANY_STUDENT } from './any-student.ts';

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
    constraints: UNCONSTRAINED,
    metric: null,
    teacher: { model: 'm', identity: 'here', votes: 3 },
    retrieve: { policy: 'none', hub: false, sources: null },
    generate: { rows: 100, testRows: 200, rounds: 1 },
    student: ANY_STUDENT,
    train: { steps: null, trials: 1 },
    gate: { margin: 0.05, openings: 1 },
    seed,
  },
  operations: INPUT.operations,
  source: artifact('a'),
});
