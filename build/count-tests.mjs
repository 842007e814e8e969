/**
 * What a run of Vitest counts as. A file that did not load and an error outside every test have no failed test of their
 * own: each counts as one.
 *
 * @param {Record<string, any>} report of Vitest's JSON reporter
 * @param {number} exitCode
 */
export function vitestCounts({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }, exitCode) {
  const notLoaded = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = numFailedTests + notLoaded;
  return {
    passed: numPassedTests,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: numPendingTests + numTodoTests,
  };
}
