import type { Counts } from './count-tests.ts';
import { runSuite, type Suite } from './run-suite.ts';

/**
 * Runs the suites one after the other (tests with time-outs and trainings do not share two cores well). Ends with
 * the line `N passed, N failed`, which CI reads, and sets the exit code.
 */
export async function runSuites(...suites: readonly Suite[]): Promise<void> {
  const all: Counts[] = [];
  for (const suite of suites) all.push(await runSuite(suite));
  const total = (pick: (counts: Counts) => number): number => all.reduce((sum, counts) => sum + pick(counts), 0);
  const passed = total((counts) => counts.passed);
  const failed = total((counts) => counts.failed);
  const lines = [...all.flatMap((counts) => counts.remarks), `${passed} passed, ${failed} failed`];
  process.stdout.write(`\n${lines.join('\n')}\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}
