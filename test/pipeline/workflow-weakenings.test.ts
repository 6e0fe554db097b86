import { describe, expect, test } from 'vitest';
import { compareWorkflows, isWorkflowPath } from '../../src/pipeline/workflow-weakenings.ts';

const path = '.github/workflows/gate.yml';
const whole = `name: gate
on:
  pull_request:
    branches: [main]
  merge_group:
jobs:
  gate:
    runs-on: ubuntu-24.04
    steps:
      - name: Judge
        uses: example/mcgate@0123456789abcdef0123456789abcdef01234567
        with: { fail-on: high }
`;

function compare(before: string, after: string | null, at = path): string[] {
  return compareWorkflows([{ path, text: before }], after === null ? [] : [{ path: at, text: after }]).map(
    (weakening) =>
      `${weakening.rule.replace('workflow-step-', '')}${weakening.rule.endsWith('softened') ? `: ${weakening.message.replace(/^.*changes: /u, '')}` : ''}`,
  );
}

describe('the step that runs mcgate', () => {
  test.each<[string, string, string[]]>([
    ['unchanged', whole, []],
    ['renamed steps and jobs do not matter', whole.replace('name: Judge', 'name: Gate').replace('  gate:\n', '  security:\n'), []],
    ['another step beside it', `${whole}      - run: echo done\n`, []],
    ['one more trigger', whole.replace('  merge_group:', '  merge_group:\n  push:'), []],
    ['a trigger without its filter', whole.replace('\n    branches: [main]', ''), []],
    ['the file is removed', '', ['removed']],
    ['the step is removed', whole.replace(/ {6}- name[\s\S]*$/u, '      - run: echo ok\n'), ['removed']],
    ['if: false', whole.replace('with:', 'if: false\n        with:'), ['softened: step.if']],
    ['a condition on the job', whole.replace('    runs-on', "    if: github.actor != 'mallory'\n    runs-on"), ['softened: job.if']],
    [
      'continue-on-error on the step',
      whole.replace('with:', 'continue-on-error: true\n        with:'),
      ['softened: step.continue-on-error'],
    ],
    [
      'continue-on-error on the job',
      whole.replace('    runs-on', '    continue-on-error: true\n    runs-on'),
      ['softened: job.continue-on-error'],
    ],
    ['other inputs', whole.replace('fail-on: high', 'fail-on: critical'), ['softened: step.with']],
    ['another version', whole.replace(/@[0-9a-f]{40}/u, '@main'), ['softened: step.uses']],
    ['a trigger removed', whole.replace('  merge_group:\n', ''), ['softened: on.merge_group']],
    ['paths-ignore', whole.replace('branches: [main]', "branches: [main]\n    paths-ignore: ['src/**']"), ['softened: on.pull_request']],
    [
      'an environment for the whole workflow',
      whole.replace('jobs:', 'env: { NODE_OPTIONS: --require=./x.js }\njobs:'),
      ['softened: workflow.env'],
    ],
    ['another runner', whole.replace('ubuntu-24.04', 'self-hosted'), ['softened: job.runs-on']],
    ['needs a job that never runs', whole.replace('    runs-on', '    needs: [never]\n    runs-on'), ['softened: job.needs']],
    ['not parsable', `${whole}\n  : [`, ['removed']],
    [
      'an alias bomb',
      `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((key, index) => `${key}: &${key} [${Array.from({ length: 10 }, () => `*${'abcdefg'[index] ?? 'a'}`).join(',')}]`)
        .join('\n')}\n`,
      ['removed'],
    ],
  ])('%s', (_, after, expected) => {
    expect(compare(whole, after)).toEqual(expected);
  });

  test('a renamed workflow file is no change', () => {
    expect(compare(whole, whole, '.github/workflows/security.yaml')).toEqual([]);
  });

  test('a command that is made to succeed', () => {
    const run = whole.replace(/uses:.*\n.*with:.*\n/u, 'run: npx --yes mcgate@1.2.3 check\n');
    expect(compare(run, run.replace('check', 'check || true'))).toEqual(['softened: step.run']);
    expect(compare(run, run.replace('mcgate', 'macgate'))).toEqual(['removed']);
  });

  test('two steps, one of them softened: one weakening', () => {
    const two = `${whole}      - run: mcgate check --gate code\n`;
    expect(compare(two, two.replace('check --gate code', 'check --gate code; true'))).toEqual(['softened: step.run']);
  });

  test('triggers as a string and as a list mean the same', () => {
    const list = whole.replace(/on:\n[\s\S]*merge_group:\n/u, 'on: [pull_request, merge_group]\n');
    expect(compare(list.replace('[pull_request, merge_group]', 'pull_request'), list)).toEqual([]);
    expect(compare(list, list.replace('[pull_request, merge_group]', 'pull_request'))).toEqual(['softened: on.merge_group']);
  });

  test('a reusable workflow', () => {
    const call = 'on: pull_request\njobs:\n  gate:\n    uses: org/policy/.github/workflows/mcgate.yml@v1\n';
    expect(compare(call, call.replace('@v1', '@v1\n    if: false'))).toEqual(['softened: job.if']);
  });

  test('hostile shapes are no error', () => {
    for (const text of [
      'jobs: 1',
      'jobs: [1]',
      'jobs: { a: [1] }',
      'jobs: { a: { steps: 3 } }',
      'jobs: { a: { steps: [null, 1, []] } }',
      'on: 5\njobs: { a: { steps: [{ run: 7, uses: [] }] } }',
      '[]',
      'null',
      '"x"',
    ]) {
      expect(compare(whole, text)).toEqual(['removed']);
      expect(compare(text, whole)).toEqual([]);
    }
  });
});

test('only files straight in .github/workflows are workflows', () => {
  expect(
    [
      '.github/workflows/a.yml',
      '.github/workflows/a.yaml',
      '.github/workflows/x/a.yml',
      'x/.github/workflows/a.yml',
      '.github/workflows/a.yml.txt',
    ].map(isWorkflowPath),
  ).toEqual([true, true, false, false, false]);
});
