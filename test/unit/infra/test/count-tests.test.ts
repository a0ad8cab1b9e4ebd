import { expect, it } from 'vitest';
import { countPytest, countVitest } from '../../../../infra/test/count-tests.ts';

const vitestReport = (figures: object, files: readonly object[] = []): string =>
  JSON.stringify({
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: files,
    ...figures,
  });

const pytestReport = (figures: string): string =>
  `<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" ${figures} time="1.5"></testsuite></testsuites>`;

it('reads the totals of both runners', () => {
  expect(countVitest(vitestReport({ numPassedTests: 7, numFailedTests: 2 }), 1)).toEqual({
    passed: 7,
    failed: 2,
    remarks: [],
  });
  expect(countPytest(pytestReport('errors="1" failures="2" skipped="0" tests="10"'), 1)).toEqual({
    passed: 7,
    failed: 3,
    remarks: [],
  });
});

it('counts a file that does not load as a failed test', () => {
  const file = { name: 'a.test.ts', status: 'failed', message: 'cannot find x\nat y', assertionResults: [] };
  expect(countVitest(vitestReport({ numPassedTests: 7 }, [file]), 1)).toEqual({
    passed: 7,
    failed: 1,
    remarks: ['a.test.ts could not be loaded: cannot find x'],
  });
});

it('counts an error that only the exit code tells as a failed test', () => {
  expect(countVitest(vitestReport({ numPassedTests: 7 }), 1)).toMatchObject({ passed: 7, failed: 1 });
  expect(countPytest(pytestReport('errors="0" failures="0" skipped="0" tests="3"'), 3)).toMatchObject({
    passed: 3,
    failed: 1,
  });
});

it('fails when no test was found or no report written', () => {
  expect(countVitest(vitestReport({}), 0)).toEqual({ passed: 0, failed: 1, remarks: ['vitest: no tests found'] });
  expect(countPytest(null, 4)).toEqual({ passed: 0, failed: 1, remarks: ['pytest itself failed (exit code 4)'] });
});

it('takes a skipped test for neither passed nor failed, and says so', () => {
  expect(countPytest(pytestReport('errors="0" failures="0" skipped="2" tests="5"'), 0)).toEqual({
    passed: 3,
    failed: 0,
    remarks: ['pytest: 2 skipped'],
  });
});
