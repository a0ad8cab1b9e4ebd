import { join } from 'node:path';
import { root, stateDir } from '../setup/places.mjs';
import { countPytest, countVitest } from './count-tests.ts';
import type { Suite } from './run-suite.ts';

/** Vitest with these arguments: a tier, a filter; none for everything. */
export const vitest = (...args: readonly string[]): Suite => ({
  name: 'vitest',
  command: join(root, 'node_modules', '.bin', 'vitest'),
  args: (reportFile) => ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`, ...args],
  count: countVitest,
});

/** The trainer's own tests. */
export const pytest: Suite = {
  name: 'pytest',
  command: join(stateDir, 'venv', 'bin', 'python'),
  args: (reportFile) => ['-m', 'pytest', 'trainer', `--junit-xml=${reportFile}`],
  count: countPytest,
};
