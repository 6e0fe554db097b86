// Counts tests in vitest's JSON report.

export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Full names; a test that did not run must be seen. */
  readonly skipped: readonly string[];
}

interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** A run that failed without a failing test (a file that does not load, no report) counts as one failure at least. */
export function countTests(report: string | null, ok: boolean): Count {
  if (report === null) return { passed: 0, failed: 1, skipped: [] };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(report) as TestReport;
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = numFailedTests + broken;
  const skipped = testResults.flatMap((file) => file.assertionResults.filter((test) => !['passed', 'failed'].includes(test.status)));
  return { passed: numPassedTests, failed: ok ? failed : Math.max(1, failed), skipped: skipped.map((test) => test.fullName) };
}
