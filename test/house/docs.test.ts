// What holds the documents to the project, and the counting of the test command.
import { describe, expect, it } from 'vitest';
import { countTests } from '../../scripts/test/count.ts';
import { danglingLinks, unknownScripts, unpinnedActions } from '../../scripts/docs/check.ts';

const commit = '3d3c42e5aac5ba805825da76410c181273ba90b1';

describe('document checks', () => {
  it('find links that lead nowhere', () => {
    const text = '[a](there.md) [b](gone.md#part) [c](https://example.org) [d](#here) [e](../up.md)';
    expect(danglingLinks('docs/x.md', text, (target) => target === 'docs/there.md')).toEqual([
      'docs/x.md: links to docs/gone.md, which is not there',
      'docs/x.md: links to up.md, which is not there',
    ]);
  });

  it('find scripts that do not exist', () => {
    expect(unknownScripts('README.md', 'npm run demo, npm run docs:rules, npm run gone', ['demo', 'docs:rules'])).toHaveLength(1);
  });

  it.each([
    [`uses: actions/checkout@${commit} # v7.0.1`, 0],
    [`- uses: github/codeql-action/upload-sarif@${commit} # v4`, 0],
    ['uses: ./', 0],
    ['uses: actions/checkout@v7', 1],
    [`uses: actions/checkout@${commit}`, 1],
    [`uses: actions/checkout@${commit.slice(0, 12)} # v7`, 1],
    ['uses: docker://alpine:3', 1],
  ])('judge the pin in %j', (line, faults) => {
    expect(unpinnedActions('ci.yml', `    steps:\n      ${line}\n`)).toHaveLength(faults);
  });
});

describe('test counts', () => {
  const report = (failed: number, status: string): string =>
    JSON.stringify({
      numPassedTests: 2,
      numFailedTests: failed,
      testResults: [{ status, assertionResults: [{ status: 'skipped', fullName: 'a skipped one' }] }],
    });

  it('come from the report, and name what was skipped', () => {
    expect(countTests(report(0, 'passed'), true)).toEqual({ passed: 2, failed: 0, skipped: ['a skipped one'] });
  });

  it('count a file that does not load, a failing run and a missing report as failures', () => {
    expect(countTests(report(0, 'failed'), false).failed).toBe(1);
    expect(countTests(report(0, 'passed'), false).failed).toBe(1);
    expect(countTests(null, true).failed).toBe(1);
  });
});
