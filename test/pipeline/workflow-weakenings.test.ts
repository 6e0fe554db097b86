import { describe, expect, test } from 'vitest';
import { isActionPath, isWorkflowPath, runsMcgate, type WorkflowFile } from '../../src/pipeline/workflow-guards.ts';
import { compareWorkflows } from '../../src/pipeline/workflow-weakenings.ts';

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

type Files = Readonly<Record<string, string>>;

function filesOf(files: Files): readonly WorkflowFile[] {
  return Object.entries(files).map(([at, text]) => ({ path: at, text }));
}

/** `rule key: what the message ends with`. */
function compareFiles(before: Files, after: Files): string[] {
  return compareWorkflows(filesOf(before), filesOf(after)).map(({ rule, message }) => {
    const what = rule.replace('workflow-step-', '');
    if (message.includes('may report')) return `impersonated: ${message.split(' ', 2)[1] ?? ''}`;
    return what === 'softened' ? `softened: ${message.replace(/^.*another way: /u, '')}` : what;
  });
}

function compare(before: string, after: string | null, at = path): string[] {
  return compareFiles({ [path]: before }, after === null ? {} : { [at]: after });
}

describe('the step that runs mcgate', () => {
  test.each<[string, string, string[]]>([
    ['unchanged', whole, []],
    ['a renamed step', whole.replace('name: Judge', 'name: Gate'), []],
    ['a renamed workflow', whole.replace('name: gate', 'name: other\nrun-name: x'), []],
    ['a renamed job: a required check knows it by its name', whole.replace('  gate:\n', '  security:\n'), ['softened: job.name']],
    ['a job with a name of its own', whole.replace('    runs-on', '    name: other\n    runs-on'), ['softened: job.name']],
    ['a job that is named as it was', whole.replace('  gate:\n', '  security:\n    name: gate\n'), []],
    ['another job', `${whole}  build:\n    runs-on: x\n    steps: [{ run: make }]\n`, []],
    ['a step after it', `${whole}      - run: echo done\n`, []],
    [
      'a step before it',
      whole.replace('      - name', '      - run: echo ./evil >> "$GITHUB_PATH"\n      - name'),
      ['softened: earlier steps'],
    ],
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
    ['a default shell', whole.replace('jobs:', 'defaults: { run: { shell: "./sh {0}" } }\njobs:'), ['softened: workflow.defaults']],
    ['a key that nobody knows', whole.replace('with:', 'foo:\n        with:'), ['softened: step.foo']],
    ['a merge key', whole.replace('    runs-on', '    <<: { if: false }\n    runs-on'), ['softened: job.<<']],
    ['an alias', whole.replace('    runs-on', '    if: &a ${{ false }}\n    runs-on'), ['softened: job.if']],
    ['a time limit of nothing', whole.replace('with:', 'timeout-minutes: 0\n        with:'), ['softened: step.timeout-minutes']],
    [
      'a matrix without members',
      whole.replace('    runs-on', '    strategy: { matrix: { a: [] } }\n    runs-on'),
      ['softened: job.strategy'],
    ],
    [
      'a concurrency group',
      whole.replace('jobs:', 'concurrency: { group: x, cancel-in-progress: true }\njobs:'),
      ['softened: workflow.concurrency'],
    ],
    ['quoted keys', whole.replace('on:', '"on":').replace('uses:', "'uses':"), []],
    ['`true` for `on`, which GitHub refuses', whole.replace('on:', 'true:'), ['softened: on.merge_group, on.pull_request, workflow.true']],
    ['a per cent sign', whole.replace('jobs:', 'jobs: # 100 %YAML'), []],
    ['YAML 1.1, which means other things', `%YAML 1.1\n---\n${whole}`, ['removed']],
    ['another runner', whole.replace('ubuntu-24.04', 'self-hosted'), ['softened: job.runs-on']],
    ['needs a job that never runs', whole.replace('    runs-on', '    needs: [never]\n    runs-on'), ['softened: job.needs, needs.never']],
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

describe('what runs before the step', () => {
  const before = whole.replace(
    '      - name: Judge',
    '      - name: Prepare\n        uses: actions/setup-node@v6\n        with: { node-version: 24 }\n      - name: Judge',
  );
  test.each<[string, string, string[]]>([
    ['renamed', before.replace('Prepare', 'Set up'), []],
    ['unchanged', before, []],
    ['another version', before.replace('@v6', '@v5'), ['softened: earlier steps']],
    ['other inputs', before.replace('24 }', '8 }'), ['softened: earlier steps']],
    ['removed', whole, ['softened: earlier steps']],
  ])('%s', (_, after, expected) => {
    expect(compare(before, after)).toEqual(expected);
  });

  test('two steps are not one step of the same text', () => {
    const list = (steps: string): string => whole.replace('      - name', `${steps}      - name`);
    const [a, b] = ['      - run: a\n', '      - run: b\n'];
    expect(compare(list(a + b), list(b + a))).toEqual(['softened: earlier steps']);
    expect(compare(list(a), list(a + a))).toEqual(['softened: earlier steps']);
  });
});

describe('jobs that must succeed first', () => {
  const chain = `${whole.replace('    runs-on', '    needs: test\n    runs-on')}  test:\n    needs: [build, never]\n    runs-on: x\n  build:\n    needs: test\n    runs-on: y\n  other:\n    runs-on: z\n`;
  test.each<[string, string, string[]]>([
    ['unchanged', chain, []],
    ['the job itself', chain.replace('runs-on: x', 'runs-on: x\n    if: false'), ['softened: needs.test']],
    ['the job before it', chain.replace('runs-on: y', 'runs-on: y\n    if: false'), ['softened: needs.build']],
    ['one that did not exist', chain.replace('  other:', '  never:'), ['softened: needs.never']],
    ['one that does not matter', chain.replace('runs-on: z', 'runs-on: z\n    if: false'), []],
  ])('%s', (_, after, expected) => {
    expect(compare(chain, after)).toEqual(expected);
  });
});

const action = '.github/actions/gate/action.yml';
const wrapped = `name: Gate
inputs: { level: { default: high } }
runs:
  using: composite
  steps:
    - run: echo start
      shell: bash
    - name: Judge
      run: npx mcgate@1.2.3 check
      shell: bash
`;
const caller = (uses: string): string => `on: pull_request\njobs:\n  gate:\n    runs-on: x\n    steps:\n      - uses: ${uses}\n`;
const called = '.github/workflows/security.yml';
const callee = `on: workflow_call\njobs:\n  inner:\n    runs-on: x\n    steps:\n      - run: mcgate check\n`;
const outer = `on: pull_request\njobs:\n  gate:\n    uses: ./${called}\n`;

describe('mcgate behind a local action or workflow', () => {
  test.each<[string, string, string]>([
    ['an action', './.github/actions/gate', action],
    ['with a slash', './.github/actions/gate/', action],
    ['by a detour', './.github/x/../actions/gate', action],
    ['the other spelling', './.github/actions/gate', '.github/actions/gate/action.yaml'],
    ['in a checkout below the workspace', './repo/.github/actions/gate', action],
    ['by the name of its repository', 'example/product/.github/actions/gate@main', action],
    ['by the name of its repository, the other spelling', 'example/product/gate@main', 'gate/action.yaml'],
    ['at the root', './', 'action.yml'],
    ['at the root, the other spelling', './', 'action.yaml'],
  ])('%s: the step that uses it is a guard', (_, uses, at) => {
    const files = { [path]: caller(uses), [at]: wrapped };
    expect(compareFiles(files, files)).toEqual([]);
    expect(compareFiles(files, { ...files, [path]: caller('actions/checkout@v7') })).toEqual(['removed']);
    expect(compareFiles(files, { ...files, [path]: caller(`${uses}\n        if: false`) })).toEqual(['softened: step.if']);
  });

  test.each<[string, string]>([
    ['another action', './.github/actions/other'],
    ['an action elsewhere', 'example/.github/actions/gate'],
    ['an action elsewhere, at a version', 'example/x/actions/gate@v1'],
    ['a folder of the workspace, not a repository', '.x/y/.github/actions/gate@v1'],
    ['no path', './.github/actions/gate/deeper'],
    ['the root, where there is none', './'],
  ])('%s is none', (_, uses) => {
    const files = { [path]: caller(uses), [action]: wrapped, '.github/actions/other/action.yml': wrapped.replace('mcgate', 'x') };
    expect(compareFiles(files, { ...files, [path]: caller('actions/checkout@v7') })).toEqual([]);
  });

  test.each<[string, string, string[]]>([
    [
      'renamed',
      wrapped.replace('name: Gate', 'name: X\ndescription: d\nauthor: a\nbranding: { icon: x }').replace('name: Judge', 'name: Y'),
      [],
    ],
    ['a step after it', `${wrapped}    - run: x\n`, []],
    ['a step before it', wrapped.replace('echo start', 'echo evil'), ['softened: earlier steps']],
    ['made to succeed', wrapped.replace('check\n', 'check || true\n'), ['softened: step.run']],
    ['another input', wrapped.replace('high', 'low'), ['softened: action.inputs']],
    ['another kind', wrapped.replace('composite', 'docker'), ['softened: runs.using']],
    ['no longer there', wrapped.replace('mcgate', 'x'), ['removed', 'removed']],
  ])('the action itself: %s', (_, after, expected) => {
    const files = { [path]: caller('./.github/actions/gate'), [action]: wrapped };
    expect(compareFiles(files, { ...files, [action]: after }).sort()).toEqual(expected);
  });

  test('a called workflow, and the job that calls it', () => {
    const files = { [path]: outer, [called]: callee };
    expect(compareFiles(files, files)).toEqual([]);
    expect(compareFiles(files, { ...files, [path]: outer.replace('jobs:', 'jobs:\n  x: {}') })).toEqual([]);
    expect(compareFiles(files, { ...files, [path]: outer.replace('uses', 'if: false\n    uses') })).toEqual(['softened: job.if']);
    expect(compareFiles(files, { [called]: callee })).toEqual(['removed']);
    expect(compareFiles(files, { ...files, [called]: callee.replace('check', 'check; true') })).toEqual(['softened: step.run']);
    expect(compareFiles(files, { ...files, [called]: callee.replace('mcgate', 'x') })).toEqual(['removed', 'removed']);
    const [caught] = compareWorkflows(filesOf(files), filesOf({ ...files, [path]: outer.replace('uses', 'if: false\n    uses') }));
    expect(caught?.location).toEqual({ path, startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 });
  });

  test('a called workflow, by the name of its repository', () => {
    const files = { [path]: outer.replace('./', 'example/product/').replace('.yml', '.yml@main'), [called]: callee };
    expect(compareFiles(files, files)).toEqual([]);
    expect(compareFiles(files, { [called]: callee })).toEqual(['removed']);
  });

  test('an action.yml takes the place of an action.yaml', () => {
    const files = { [path]: caller('./gate'), 'gate/action.yaml': wrapped };
    expect(compareFiles(files, { ...files, 'gate/action.yml': wrapped.replace('mcgate', 'x') })).toEqual(['removed']);
  });

  test('two users of one action', () => {
    const files = { [path]: caller('./.github/actions/gate'), [called]: caller('./.github/actions/gate'), [action]: wrapped };
    expect(compareFiles(files, { ...files, [path]: caller('./x') })).toEqual(['removed']);
    expect(compareFiles(files, { ...files, [called]: caller('./x') })).toEqual(['removed']);
  });

  test('a used and an unused action', () => {
    const files = { [path]: caller('./a'), 'a/action.yml': wrapped, 'b/action.yml': wrapped };
    expect(compareFiles(files, { ...files, [path]: caller('./x') })).toEqual(['removed']);
  });

  test('a path of hostile length is looked up in a blink', () => {
    const folders = (count: number): string => Array.from({ length: count }, (_, index) => `d${String(index)}`).join('/');
    const seen = (count: number): string[] => {
      const files = { [path]: caller(`./${folders(count)}`), [`${folders(count)}/action.yml`]: wrapped };
      return compareFiles(files, { ...files, [path]: caller('./x') });
    };
    expect(seen(20)).toEqual(['removed']);
    expect(seen(21)).toEqual([]);
    expect(compare(caller(`./${'a/'.repeat(400_000)}`), '')).toEqual([]);
  });

  test('through several, and in a circle', () => {
    const link = (to: string): string => `runs: { using: composite, steps: [{ uses: ./${to} }] }`;
    const files = {
      [path]: caller('./a'),
      'a/action.yml': link('b'),
      'b/action.yml': link('c'),
      'c/action.yml': `runs: { using: composite, steps: [{ uses: ./a }, { run: mcgate check }] }`,
    };
    expect(compareFiles(files, files)).toEqual([]);
    expect(compareFiles(files, { ...files, [path]: caller('./x') })).toEqual(['removed']);
    expect(compareFiles(files, { ...files, 'a/action.yml': link('x') })).toEqual(['removed', 'removed', 'removed']);
  });
});

describe('another job under the name of the required check', () => {
  const decoy = (job: string, more = ''): string => `on: push\njobs:\n  ${job}:\n${more}    runs-on: x\n    steps: [{ run: exit 0 }]\n`;
  const other = '.github/workflows/other.yml';
  test.each<[string, string, boolean]>([
    ['the same key', decoy('gate'), true],
    ['the same name', decoy('x', '    name: gate\n'), true],
    ['in capitals', decoy('x', '    name: " GATE "\n'), true],
    ['a name that is computed', decoy('x', "    name: ${{ 'gate' }}\n"), true],
    ['a name that is computed in parts', decoy('x', "    name: g${{ 'a' }}t${{ 'e' }}\n"), true],
    ['a name that is computed from text with braces', decoy('x', "    name: ${{ 'gate' || '}}' || '${{' }}\n"), true],
    ['a name that is computed from braces in text', decoy('x', "    name: ${{ 'x}}y' }}\n"), true],
    ['an expression without an end, which GitHub refuses', decoy('x', '    name: ga${{ te\n'), true],
    ['a name of nothing', decoy('x', '    name: ""\n'), false],
    ['part of the name', decoy('x', '    name: gat\n'), false],
    ['a name that cannot become it: start', decoy('x', '    name: x${{ 1 }}e\n'), false],
    ['a name that cannot become it: end', decoy('x', '    name: g${{ 1 }}x\n'), false],
    ['a name that cannot become it: middle', decoy('x', '    name: g${{ 1 }}x${{ 2 }}e\n'), false],
    ['a name that cannot become it: overlap', decoy('x', '    name: gat${{ 1 }}ate\n'), false],
    ['a name that cannot become it: order', decoy('x', '    name: g${{ 1 }}t${{ 2 }}a${{ 3 }}e\n'), false],
    ['as a matrix would show it', decoy('x', '    name: gate (1)\n'), true],
    ['as a called workflow would show it', decoy('x', '    name: gate / inner\n'), true],
    ['a longer name', decoy('gate2'), false],
    ['another name for the key', decoy('gate', '    name: x\n'), false],
    ['a workflow that is only called', decoy('gate').replace('push', 'workflow_call'), false],
    ['no trigger at all', decoy('gate').replace('on: push\n', ''), false],
    ['even if it mentions mcgate', decoy('gate').replace('exit 0', 'mcgate --version'), true],
  ])('%s', (_, text, expected) => {
    const after = compareFiles({ [path]: whole }, { [path]: whole, [other]: text });
    expect(after).toEqual(expected ? [expect.stringMatching(/^impersonated: (gate|x)$/u)] : []);
    expect(compareFiles({ [path]: whole, [other]: text }, { [path]: whole, [other]: text })).toEqual([]);
  });

  test('names of jobs that run no mcgate are free', () => {
    const more = `${whole}  build:\n    runs-on: x\n    steps: [{ run: make }]\n`;
    expect(compareFiles({ [path]: more }, { [path]: more, [other]: decoy('build') })).toEqual([]);
  });

  test('one job takes one name', () => {
    const two = { [path]: whole, [called]: whole.replace('  gate:\n', '  guard:\n') };
    expect(compareFiles(two, { ...two, [other]: decoy('x', '    name: g${{ 1 }}\n') })).toEqual(['impersonated: x']);
  });

  test('blanks around the name', () => {
    const blank = whole.replace('    runs-on', '    name: " gate "\n    runs-on');
    expect(compareFiles({ [path]: blank }, { [path]: blank, [other]: decoy('gate') })).toEqual(['impersonated: gate']);
  });

  test('a hostile name is matched in a blink', () => {
    const name = `    name: "${'${{ 1 }}'.repeat(50_000)}"\n`;
    expect(compareFiles({ [path]: whole }, { [path]: whole, [other]: decoy('x', name) })).toEqual(['impersonated: x']);
  });

  test('an action is no workflow, whatever it holds', () => {
    expect(compareFiles({ [path]: whole }, { [path]: whole, 'a/action.yml': decoy('gate') })).toEqual([]);
  });

  test('a name that a matrix makes', () => {
    const matrix = whole.replace('    runs-on', '    name: gate ${{ matrix.os }}\n    runs-on');
    expect(compareFiles({ [path]: matrix }, { [path]: matrix, [other]: decoy('x', '    name: gate linux\n') })).toEqual([
      'impersonated: x',
    ]);
    expect(compareFiles({ [path]: matrix }, { [path]: matrix, [other]: decoy('x', '    name: test linux\n') })).toEqual([]);
  });

  test('the guard moves out, and its job stays behind', () => {
    const hollow = whole.replace(/ {6}- name[\s\S]*$/u, '      - run: exit 0\n');
    expect(compareFiles({ [path]: whole }, { [path]: hollow, [other]: whole })).toEqual(['impersonated: gate']);
  });

  test('a job that was there may change as it likes, but not take the name', () => {
    const harmless = decoy('x', '    name: tests\n');
    expect(compareFiles({ [path]: whole, [other]: harmless }, { [path]: whole, [other]: harmless.replace('exit 0', 'make') })).toEqual([]);
    expect(compareFiles({ [path]: whole, [other]: harmless }, { [path]: whole, [other]: harmless.replace('tests', 'gate') })).toEqual([
      'impersonated: x',
    ]);
  });

  test('two that share the name from the start', () => {
    const files = { [path]: whole, [other]: whole };
    expect(compareFiles(files, files)).toEqual([]);
    expect(compareFiles(files, { [path]: whole })).toEqual(['removed']);
    expect(compareFiles(files, { [path]: whole, [other]: whole.replace('high', 'low') })).toEqual(['softened: step.with']);
  });
});

describe('a workflow that cannot be parsed at the tip', () => {
  const broken = 'a: [\n# mcgate\n';
  test('must not change, if it speaks of mcgate', () => {
    expect(compare(broken, broken)).toEqual([]);
    expect(compare(broken, `${broken}\n`)).toEqual(['trusted-file-changed']);
    expect(compare(broken, null)).toEqual(['trusted-file-changed']);
    expect(compare(broken.replace('mcgate', 'other'), null)).toEqual([]);
    expect(compare('', broken)).toEqual([]);
    expect(compare(broken, broken, '.github/workflows/moved.yml')).toEqual([]);
  });
});

test('what a weakening says', () => {
  const [softer] = compareWorkflows(filesOf({ [path]: whole }), filesOf({ [path]: whole.replace('with:', 'if: false\n        with:') }));
  expect(softer).toEqual({
    rule: 'workflow-step-softened',
    message: `Job gate of ${path} runs mcgate in another way: step.if`,
    location: { path, startLine: 10, startColumn: 1, endLine: 10, endColumn: 2 },
    key: 'jobs.gate',
    before: 'step.if: null',
    after: 'step.if: false',
  });
  const [trigger] = compareWorkflows(filesOf({ [path]: whole }), filesOf({ [path]: whole.replace('[main]', '[x]') }));
  expect(trigger).toMatchObject({ before: 'on.pull_request: {"branches":["main"]}', after: 'on.pull_request: {"branches":["x"]}' });
  const [gone] = compareWorkflows(filesOf({ [path]: whole }), []);
  expect(gone).toEqual({
    rule: 'workflow-step-removed',
    message: `Job gate of ${path} no longer runs mcgate`,
    location: { path },
    key: 'jobs.gate',
    before:
      'job.runs-on: "ubuntu-24.04"; job.name: "gate"; step.uses: "example/mcgate@0123456789abcdef0123456789abcdef01234567"; step.with: {"fail-on":"high"}',
    after: null,
  });
  const [inner] = compareWorkflows(filesOf({ [action]: wrapped }), filesOf({ [action]: wrapped.replace('check', 'check; true') }));
  expect(inner).toEqual({
    rule: 'workflow-step-softened',
    message: `${action} runs mcgate in another way: step.run`,
    location: { path: action, startLine: 8, startColumn: 1, endLine: 8, endColumn: 2 },
    key: 'runs.steps',
    before: 'step.run: "npx mcgate@1.2.3 check"',
    after: 'step.run: "npx mcgate@1.2.3 check; true"',
  });
  const decoy = { path: '.github/workflows/x.yml', text: 'on: push\njobs:\n  y:\n    name: gate\n' };
  const [other] = compareWorkflows(filesOf({ [path]: whole }), [...filesOf({ [path]: whole }), decoy]);
  expect(other).toEqual({
    rule: 'workflow-step-softened',
    message: `Job y of ${decoy.path} may report under the name "gate" of the job that runs mcgate, and pass in its place`,
    location: { path: decoy.path, startLine: 3, startColumn: 1, endLine: 3, endColumn: 2 },
    key: 'jobs.y.name',
    before: null,
    after: 'gate',
  });
  const [unclear] = compareWorkflows(filesOf({ [path]: '[ mcgate' }), []);
  expect(unclear).toEqual({
    rule: 'trusted-file-changed',
    message: `${path} changes, and whether it ran mcgate cannot be told: on the target branch it cannot be parsed`,
    location: { path },
    key: path,
    before: null,
    after: null,
  });
});

test('one step cannot stand for two', () => {
  const two = `${whole}      - run: mcgate check\n`;
  expect(compare(two, whole.replace('high', 'low'))).toEqual(['softened: step.with', 'removed']);
});

test('the step of the same job is the one that was softened, else one of the same file', () => {
  const two = `${whole}  second:\n    runs-on: x\n    steps:\n      - run: mcgate check\n`;
  const after = two.replace('runs-on: x', 'runs-on: y').replace('high', 'low');
  expect(compare(two, after)).toEqual(['softened: step.with', 'softened: job.runs-on']);
  const [head = '', gate = '', second = ''] = after.split(/^(?= {2}gate:| {2}second:)/mu);
  expect(compare(two, head + second + gate)).toEqual(['softened: step.with', 'softened: job.runs-on']);
  expect(compare(whole, whole.replace('  gate:', '  a:\n    steps: [{ run: mcgate check }]\n  b:'))).toEqual([
    expect.stringContaining('softened: job.name'),
  ]);
  expect(compareFiles({ [path]: whole }, { '.github/workflows/x.yml': whole.replace('high', 'low') })).toEqual([
    'removed',
    'impersonated: gate',
  ]);
});

test('a hostile heap of steps is told apart in a blink', () => {
  const many = `${whole}${'      - run: mcgate check\n'.repeat(20_000)}`;
  expect(compare(whole, many)).toEqual([]);
});

test.each<[string, Readonly<Record<string, unknown>>, boolean]>([
  ['action', { uses: 'example/mcgate@v1' }, true],
  ['action in a folder', { uses: 'mcgate/check@v1' }, true],
  ['reusable workflow', { uses: 'org/x/.github/workflows/mcgate.yml@v1' }, true],
  ['another case', { uses: 'Example/McGate@v1' }, true],
  ['dashed', { uses: 'example/mcgate-action@v1' }, true],
  ['container', { uses: 'docker://ghcr.io/example/mcgate:1' }, true],
  ['bare', { uses: 'mcgate' }, true],
  ['backslash', { uses: '.\\mcgate' }, true],
  ['another action', { uses: 'example/macgate@v1' }, false],
  ['part of a name', { uses: 'example/xmcgate@v1' }, false],
  ['longer', { uses: 'example/mcgates@v1' }, false],
  ['command', { run: 'mcgate check' }, true],
  ['npx', { run: 'npx --yes mcgate@1.2.3 check' }, true],
  ['a scope', { run: 'npx @metacline/mcgate' }, true],
  ['a version in a variable', { run: 'npx "mcgate@$VERSION" check' }, true],
  ['a path', { run: './node_modules/.bin/mcgate' }, true],
  ['a script', { run: 'node bin/mcgate.cjs check' }, true],
  ['a module', { run: 'node dist/mcgate.mjs' }, true],
  ['plain js', { run: 'node mcgate.js' }, true],
  ['Windows', { run: 'bin\\mcgate.cmd check' }, true],
  ['PowerShell', { run: 'bin\\mcgate.ps1 check' }, true],
  ['an image', { run: 'docker run ghcr.io/metacline/mcgate:1 check' }, true],
  ['second line', { run: 'cd x\nmcgate check\n' }, true],
  ['a report', { run: 'cat mcgate.md' }, false],
  ['the folder', { run: 'ls .mcgate/' }, false],
  ['another tool', { run: 'mcgate-report x' }, false],
  ['another tool, in front', { run: 'my-mcgate x' }, false],
  ['letters before', { run: 'xmcgate' }, false],
  ['letters after', { run: 'mcgates' }, false],
  ['neither', { name: 'mcgate' }, false],
  ['no text', { run: ['mcgate'], uses: ['mcgate'] }, false],
])('runs mcgate: %s', (_, fields, expected) => {
  expect(runsMcgate(fields)).toBe(expected);
});

test('only action.yml and action.yaml are actions', () => {
  expect(['action.yml', 'a/b/action.yaml', 'a/xaction.yml', 'action.yml/x', 'a/action.json', 'action.yml.bak'].map(isActionPath)).toEqual([
    true,
    true,
    false,
    false,
    false,
    false,
  ]);
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

test('a step that only prepares is no guard, unless it judges too', () => {
  const path = '.github/workflows/gate.yml';
  const step = (run: string): string => `on: push\njobs: { gate: { steps: [{ run: ${JSON.stringify(run)} }] } }`;
  const removed = (run: string): number => compareWorkflows([{ path, text: step(run) }], []).length;
  expect(removed('npx --yes mcgate@1.0.0 setup')).toBe(0);
  expect(removed('mcgate doctor')).toBe(0);
  expect(removed('mcgate setup && mcgate check')).toBe(1);
  expect(removed('mcgate setup-and-check')).toBe(1);
  expect(removed('npx mcgate')).toBe(1);
});
