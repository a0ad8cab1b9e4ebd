import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  /** What the figures do not say by themselves: skipped tests, files that did not load, an empty suite. */
  readonly remarks: readonly string[];
}

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ name: z.string(), status: z.string(), message: z.string(), assertionResults: z.array(z.unknown()) }),
  ),
});

/**
 * Counts of vitest's JSON report (null: it wrote none). A file that does not load counts as one failed test, and so
 * does an error outside any test, which only the exit code tells.
 */
export function countVitest(report: string | null, exitCode: number): Counts {
  if (report === null) return broken('vitest', exitCode);
  const { testResults, ...totals } = VitestReport.parse(JSON.parse(report));
  const unloaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const remarks = unloaded.map((file) => `${file.name} could not be loaded: ${file.message.split('\n')[0] ?? ''}`);
  return judged('vitest', exitCode, {
    passed: totals.numPassedTests,
    failed: totals.numFailedTests + unloaded.length,
    skipped: totals.numPendingTests + totals.numTodoTests,
    remarks,
  });
}

/** Counts of pytest's JUnit report (null: it wrote none). An error in a fixture or in loading counts as failed. */
export function countPytest(report: string | null, exitCode: number): Counts {
  const suite = /<testsuite [^>]*>/.exec(report ?? '')?.[0];
  if (suite === undefined) return broken('pytest', exitCode);
  const figure = (name: string): number => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1]);
  const failed = figure('failures') + figure('errors');
  const skipped = figure('skipped');
  return judged('pytest', exitCode, { passed: figure('tests') - failed - skipped, failed, skipped, remarks: [] });
}

interface Figures extends Counts {
  readonly skipped: number;
}

function judged(runner: string, exitCode: number, { passed, failed, skipped, remarks }: Figures): Counts {
  const all = skipped === 0 ? remarks : [...remarks, `${runner}: ${skipped} skipped`];
  if (passed + failed === 0) return { passed, failed: 1, remarks: [...all, `${runner}: no tests found`] };
  if (failed === 0 && exitCode !== 0)
    return { passed, failed: 1, remarks: [...all, ...broken(runner, exitCode).remarks] };
  return { passed, failed, remarks: all };
}

const broken = (runner: string, exitCode: number): Counts => ({
  passed: 0,
  failed: 1,
  remarks: [`${runner} itself failed (exit code ${exitCode})`],
});
