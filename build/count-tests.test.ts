import { expect, it } from 'vitest';
import { vitestCounts } from './count-tests.mjs';

const report = { numPassedTests: 5, numFailedTests: 0, numPendingTests: 2, numTodoTests: 1, testResults: [] };

it('adds up what ran', () => {
  expect(vitestCounts(report, 0)).toEqual({ passed: 5, failed: 0, skipped: 3 });
  expect(vitestCounts({ ...report, numFailedTests: 4 }, 1)).toEqual({ passed: 5, failed: 4, skipped: 3 });
});

it('counts a file that did not load, beside tests that failed', () => {
  const testResults = [
    { status: 'failed', assertionResults: [] },
    { status: 'failed', assertionResults: [{ status: 'failed' }] },
  ];
  expect(vitestCounts({ ...report, numFailedTests: 1, testResults }, 1).failed).toBe(2);
});

it('never calls a run good that ended badly', () => {
  expect(vitestCounts(report, 1).failed).toBe(1);
});
