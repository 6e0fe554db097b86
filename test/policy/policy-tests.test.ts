// Tests of a policy: what a case asks, where it stands, and whether it passes.
import { describe, expect, test } from 'vitest';
import { McgateError } from '../../src/core/error.ts';
import { parsePolicyTests, runPolicyTests, testEnvironment } from '../../src/policy/policy-tests.ts';
import { compiled } from './support/documents.ts';

const text = `cases:
  - request: "  fileSystem.read '\${workspace}/a b'  "
    expect: allow
  - name: pushing
    request: [execution.commands, --, git, 'a b']
    mode: architect
    role: ADMIN
    expect: deny
`;

function failure(document: string): McgateError {
  try {
    parsePolicyTests(document, 'tests.yaml');
  } catch (error) {
    if (error instanceof McgateError) return error;
    throw error;
  }
  throw new Error('it was parsed');
}

test('a case is a request by the usual role in the usual mode, at its line', () => {
  const [first, second] = parsePolicyTests(text, 'tests.yaml');
  expect(first).toMatchObject({
    name: "fileSystem.read '${workspace}/a b'",
    text: "fileSystem.read '${workspace}/a b'",
    asked: "'${workspace}/a b'",
    request: { scope: 'fileSystem.read', path: '/mcgate/workspace/a b', mode: 'code', role: 'DEVELOPER' },
    expect: 'allow',
    line: 2,
    column: 5,
  });
  expect(second).toMatchObject({
    name: 'pushing',
    text: "execution.commands -- git 'a b'",
    asked: "-- git 'a b'",
    request: { scope: 'execution.commands', argv: ['git', 'a b'], mode: 'architect', role: 'ADMIN' },
    expect: 'deny',
    line: 4,
  });
});

test('equal keys ask the same and expect the same', () => {
  const keyOf = (rest: string): string | undefined => parsePolicyTests(`cases: [{ ${rest} }]`, 'tests.yaml')[0]?.key;
  const key = keyOf('request: env.read A, expect: deny');
  expect(keyOf('name: x, request: [env.read, A], mode: code, role: DEVELOPER, expect: deny')).toBe(key);
  for (const other of [
    'request: env.read B, expect: deny',
    'request: env.read A, expect: ask',
    'request: env.read A, mode: x, expect: deny',
  ])
    expect(keyOf(other)).not.toBe(key);
});

test('the folders of tests lie apart, and names have their case', async () => {
  const { decide } = await compiled(
    { version: 1, permissions: { fileSystem: { read: { allow: ['${workspace}/A', '${home}/B', '${temp}/C'] } } } },
    testEnvironment,
  );
  const cases = ['workspace}/A', 'home}/B', 'temp}/C', 'workspace}/a', 'home}/A', 'temp}/B', 'workspace}/C'];
  const parsed = parsePolicyTests(
    `cases: ${JSON.stringify(cases.map((each) => ({ request: `fileSystem.read \${${each}`, expect: 'allow' })))}`,
    't',
  );
  const results = runPolicyTests({ decide }, parsed);
  expect(results.map(({ actual, passed }) => [actual, passed])).toEqual([
    ...[0, 1, 2].map(() => ['allow', true]),
    ...[0, 1, 2, 3].map(() => ['deny', false]),
  ]);
  expect(results.map((each) => each.test)).toEqual(parsed);
});

describe('what is no request is told by its line', () => {
  test.each<[string, string]>([
    ['nothing x', 'nothing'],
    ["env.read 'a", 'quote'],
    ['env.read', 'env.read'],
    ['""', ''],
  ])('%s', (request, word) => {
    const error = failure(`cases:\n  - request: env.read A\n    expect: deny\n  - expect: deny\n    request: ${JSON.stringify(request)}\n`);
    expect(error.code).toBe('invalid-document');
    expect(error.message).toContain('tests.yaml:5:5: cases.1.request: ');
    expect(error.message).toContain(word);
    expect(error.positions).toEqual([{ path: 'tests.yaml', line: 5, column: 5, key: 'cases.1.request' }]);
  });

  test('with what would be right', () => {
    expect(failure('cases: [{ request: env.raed A, expect: deny }]').remedy).toContain('env.read');
    expect(failure('cases: [{ request: "env.read \'a", expect: deny }]').remedy).toBeUndefined();
  });
});

test.each(['cases: [{ request: env.read A }]', 'cases: [{ request: env.read A, expect: maybe }]', 'cases: {}', '[', ''])(
  '%j is refused',
  (document) => {
    expect(failure(document).code).toBe('invalid-document');
  },
);
